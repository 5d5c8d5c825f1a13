"""What a server is set up from: words of the environment, containers that fit together, units, the front door."""

import ast
import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from emulation.environment import secret
from scripts import prepare
from scripts.alive import alive

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "deploy"
READERS = {"env", "flag", "words", "secret"}
# Set by the product for its own processes, or by what starts them.
OURS = {"DJANGO_SETTINGS_MODULE", "METRICS_SLOT", "METRICS_OWNER", "PROMETHEUS_MULTIPROC_DIR"}
# Of no use on a server, or told by the units.
NOT_ON_A_SERVER = {"DEBUG", "DEMO", "DEMO_PASSWORD", "JOBS", "HOST", "PORT", "GRACEFUL_SECONDS"}


def read_by(path: Path) -> tuple[set[str], set[str]]:
    """Return the words of the environment that a file reads, and those of them that are secrets."""
    found, secrets = set(), set()
    for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        given = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
        if isinstance(given, str) and (name in READERS or name in ("os.environ.get", "os.environ.setdefault")):
            found.add(given)
            secrets |= {given} if name == "secret" else set()
    return found, secrets


@pytest.fixture(scope="module")
def known() -> tuple[set[str], set[str]]:
    """Every word that the product reads, and the secrets among them."""
    files = [*(ROOT / "emulation").glob("*.py"), *(ROOT / "operations").glob("*.py"), DEPLOY / "gunicorn.conf.py",
             ROOT / "scripts/prepare.py", ROOT / "scripts/serve.py"]  # fmt: skip
    told = [read_by(path) for path in files]
    secrets = set().union(*(each for _, each in told))
    found = set().union(*(each for each, _ in told)) - OURS - {f"{name}_FILE" for name in secrets}
    return found | {"DEMO_PASSWORD"}, secrets


def test_the_page_of_the_environment_tells_every_word_and_which_are_secrets(known):
    rows = [line.split("|")[1] for line in (ROOT / "docs/environment.md").read_text().splitlines() if line[:3] == "| `"]

    told = [each for row in rows for each in re.findall(r"`([A-Z_0-9]+)`( ●)?", row)]

    assert ({name for name, _ in told}, {name for name, mark in told if mark}) == known


def test_the_example_of_a_server_names_every_word(known):
    lines = (DEPLOY / "emulation.env.example").read_text().splitlines()

    named = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]

    assert len(named) == len({*named})
    assert {*named} == known[0] - NOT_ON_A_SERVER


def test_a_secret_comes_from_its_file_and_a_file_that_is_not_there_is_told(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("bí mật\n")
    monkeypatch.setenv("MEDIA_SECRET_KEY", "khác")
    monkeypatch.setenv("MEDIA_SECRET_KEY_FILE", str(tmp_path / "key"))

    assert secret("MEDIA_SECRET_KEY") == "bí mật"

    monkeypatch.setenv("MEDIA_SECRET_KEY_FILE", str(tmp_path / "no key"))
    with pytest.raises(ImproperlyConfigured, match="MEDIA_SECRET_KEY_FILE"):
        secret("MEDIA_SECRET_KEY")


def test_the_sign_of_life_is_asked_for_as_the_proxy_asks(monkeypatch):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 - the library's name
            asked = (self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"])
            self.send_response(200 if asked == ("/song/", "thidua.example", "https") else 400)
            self.end_headers()

        def log_message(self, *words):
            """Say nothing."""

    monkeypatch.setenv("ALLOWED_HOSTS", "thidua.example,khac.example")
    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert alive(port)
        monkeypatch.setenv("ALLOWED_HOSTS", "khac.example")
        assert not alive(port)
        server.shutdown()
    assert not alive(port)


@pytest.fixture(scope="module")
def compose() -> dict:
    """What stands in compose.yaml."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_the_containers_are_two_web_servers_their_workers_one_clock_and_what_they_stand_on(compose):
    services = compose["services"]
    queues = [
        queue
        for service in services.values()
        for queue in " ".join(service.get("command") or []).partition("-Q ")[2].partition(" ")[0].split(",")
        if queue
    ]

    assert {*services} == {
        "prepare",
        "web-1",
        "web-2",
        "papers-1",
        "papers-2",
        "other",
        "beat",
        "postgres",
        "redis",
        "nginx",
    }
    assert sorted({*queues}) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)
    assert sum("beat" in (service.get("command") or []) for service in services.values()) == 1
    assert all(services[name]["healthcheck"] for name in ("web-1", "web-2", "postgres", "redis", "nginx"))
    for name, service in services.items():
        assert {*service.get("depends_on", {})} <= {*services}, name
        used = {volume.partition(":")[0] for volume in service.get("volumes", [])}
        assert {each for each in used if each[0] not in "./"} <= {*compose["volumes"]}, name
        for each in (each for each in used if each.startswith("./")):
            assert (DEPLOY / each).is_file(), each


def test_no_container_starts_before_the_database_is_prepared_and_none_holds_a_secret(compose):
    product = {name: each for name, each in compose["services"].items() if each["image"].startswith("emulation:")}

    for name, service in product.items():
        waits = service["depends_on"]
        assert name == "prepare" or waits["prepare"]["condition"] == "service_completed_successfully"
        assert service["env_file"] == "emulation.env"
        assert {*service["environment"]} == {"STATE_DIR", "PROXIES"}
    assert not re.search(r"(?i)(password|secret|token)[a-z_]*\s*[:=]\s*\S", (DEPLOY / "compose.yaml").read_text())


def test_programs_that_end_are_given_the_time_that_their_work_may_take(compose):
    longest = settings.CELERY_TASK_TIME_LIMIT
    units = {path.name: path.read_text() for path in (DEPLOY / "systemd").glob("*worker*.service")}

    assert len(units) == 2
    assert all(int(re.search(r"TimeoutStopSec=(\d+)", unit)[1]) > longest for unit in units.values())
    for name in ("papers-1", "papers-2", "other"):
        assert int(compose["services"][name]["stop_grace_period"].rstrip("s")) > longest


def test_what_a_unit_starts_stays_with_its_release_when_the_link_moves_on(tmp_path):
    for unit in (DEPLOY / "systemd").glob("*.service"):
        assert "ExecStart=/opt/emulation/deploy/run " in unit.read_text(), unit.name
    release, link = tmp_path / "release-1", tmp_path / "emulation"
    for folder in ("deploy", ".venv/bin"):
        (release / folder).mkdir(parents=True)
    (release / "deploy/run").write_bytes((DEPLOY / "run").read_bytes())
    (release / ".venv/bin/python").write_text('#!/bin/sh\necho "$0 $PWD $*"\n')
    for each in ("deploy/run", ".venv/bin/python"):
        (release / each).chmod(0o755)
    link.symlink_to(release)

    said = subprocess.run([link / "deploy/run", "celery", "-A"], capture_output=True, text=True, check=True).stdout

    assert said.split() == [f"{release}/.venv/bin/python", str(release), "-m", "celery", "-A"]


def test_a_program_that_ends_of_itself_in_good_order_starts_again():
    for unit in (DEPLOY / "systemd").glob("*.service"):
        assert re.findall(r"^Restart=(.*)$", unit.read_text(), re.M) == ["always"], unit.name


def test_the_front_door_refuses_what_we_would_refuse_and_never_sends_a_form_twice():
    words = (DEPLOY / "nginx.conf").read_text()

    assert int(re.search(r"client_max_body_size (\d+)m;", words)[1]) * 2**20 >= 110 * 2**20
    assert "non_idempotent" not in words
    assert "$request_uri" not in words.partition("log_format")[2].partition(";")[0]
    assert re.search(r"location /static/ \{[^}]*proxy_next_upstream error timeout http_404;", words)
    for header in ("Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto https", "X-Request-ID $request_id"):
        assert f"proxy_set_header {header};" in words


def test_the_front_door_keeps_the_secret_of_a_calendar_out_of_its_logs():
    place = re.search(r"location /lich/ \{([^}]*)\}", (DEPLOY / "nginx.conf").read_text())[1]

    assert reverse("calendar-feed", args=["bi-mat"]).startswith("/lich/")
    assert "access_log off;" in place
    assert "error_log /dev/null" in place


@pytest.mark.parametrize("name", ["nginx-upstream.conf", "compose-upstream.conf"])
def test_each_web_server_is_measured_by_itself_and_for_the_monitor_alone(name):
    door = (DEPLOY / "nginx.conf").read_text()
    upstreams = re.findall(r"upstream (\S+) \{([^}]*)\}", (DEPLOY / name).read_text())
    servers = {group: re.findall(r"server (\S+?)[ ;]", words) for group, words in upstreams}

    assert {group: ones for group, ones in servers.items() if group != "emulation"} == {
        f"emulation-{number}": [server] for number, server in enumerate(servers["emulation"], 1)
    }
    place = re.search(r"location ~ \^/do-luong/\(\[1-9\]\)\$ \{([^}]*)\}", door)[1]
    assert place.split("deny all;")[1].split() == ["proxy_pass", "http://emulation-$1/do-luong/;"]
    asked = re.findall(r"__metrics_path__: (\S+?),", (ROOT / "docs/monitoring.md").read_text())
    assert asked == [f"/do-luong/{number}" for number in (1, 2)]


@pytest.mark.parametrize("name", ["deploy/emulation.env", "deploy/postgres.env", "a.env"])
def test_no_image_holds_the_environment_of_a_server(name):
    patterns = (ROOT / ".dockerignore").read_text().split()
    # As Docker reads them: a star does not cross a slash, two stars and a slash stand for any folders, none too.
    shapes = [re.escape(each).replace(r"\*\*/", "(.+/)?").replace(r"\*", "[^/]*") for each in patterns]

    assert any(re.fullmatch(shape, name) for shape in shapes)
    assert not any(re.fullmatch(shape, "deploy/run") for shape in shapes)


def test_going_back_to_the_release_before_takes_its_static_files_again(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    releases = {"1": ("app.css", "kept-no-more.css"), "2": ("app.css",)}
    for number, names in releases.items():
        (tmp_path / number / "static").mkdir(parents=True)
        (tmp_path / number / "requirements.lock").touch()
        for name in names:
            (tmp_path / number / "static" / name).write_text(f"a {{ top: {number}px }}")
    told = {}

    for step, number in enumerate(("1", "2", "1")):
        monkeypatch.setattr(prepare, "ROOT", tmp_path / number)
        settings.STATICFILES_DIRS = [tmp_path / number / "static"]
        settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
        prepare.static_files()
        told[step] = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]

    assert {*told[1]} == {"app.css"}
    assert told[0] == told[2] != told[1]
    assert all((settings.STATIC_ROOT / name).is_file() for paths in told.values() for name in paths.values())


def test_the_check_of_a_server_tells_what_it_lacks_and_is_silent_once_that_is_there(tmp_path):
    def told(**more):
        env = {"PATH": os.environ["PATH"], "STATE_DIR": str(tmp_path), "SECRET_KEY": "khoa-thu-" + "a1b2c3d4e5" * 6,
               "HTTPS": "1", "ALLOWED_HOSTS": "thidua.example", **more}  # fmt: skip
        command = [sys.executable, "manage.py", "check", "--deploy"]
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True).stderr

    lacking = told()
    (tmp_path / "static").mkdir()
    manifest = {"version": "1.1", "paths": {"a.css": "a.1.css"}, "hash": ""}
    (tmp_path / "static/staticfiles.json").write_text(json.dumps(manifest))

    assert re.findall(r"operations\.[A-Z]\d+", lacking) == ["operations.W001", "operations.I001"]
    assert told(REDIS_URL="redis://127.0.0.1:1/0") == ""
