"""Say by the exit code whether the web server on a port answers as to its proxy: python -m scripts.alive 8000."""

import http.client
import os
import sys

PATIENCE = 4


def alive(port: int) -> bool:
    """Ask /song/ for a sign of life."""
    host = (os.environ.get("ALLOWED_HOSTS") or "127.0.0.1").split(",")[0].strip().lstrip(".")
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        link.request("GET", "/song/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


if __name__ == "__main__":
    sys.exit(not alive(int(sys.argv[1])))
