"""What fuzzing found: one line of JSON each under var/drills, and the kept ones, which ./test sends again.

A case is a dictionary: `address` (its name), `method`, and what is sent – `form` (which of the page's own forms it
goes by, none where left out), `fields` (what stands in its fields instead, null for one that is left out), `query`,
`path` (what stands in the address instead), `raw` (a kind of content and its bytes as Latin-1), `behind` (a query
string as it is).
"""

import base64
import json
import re
import traceback
from pathlib import Path
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from lxml import html

ROOT = Path(__file__).resolve().parent.parent
LINES = ROOT / "var" / "drills" / "found.jsonl"
CORPUS = Path(__file__).with_suffix(".json")
OURS = re.compile(rf"{re.escape(str(ROOT))}/(?!\.venv)")
# So few bytes hold no sentence.
LEAST = 20
SAID = (b"invalid-feedback", b"is-invalid", b"alert", b"notice", b"review")


def kept() -> list[dict]:
    """Return the cases that found something once."""
    return json.loads(CORPUS.read_text(encoding="utf-8"))


def tell(**facts) -> None:
    """Add one line to what was found."""
    LINES.parent.mkdir(parents=True, exist_ok=True)
    with LINES.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(facts) + "\n")


def forms_of(page: bytes, path: str, method: str = "post") -> dict[str, list[dict[str, list[str]]]]:
    """Return the fields of each form of a page with what stands in them, by the address to which it is sent."""
    found: dict[str, list] = {}
    for form in html.fromstring(page.decode("utf-8", "replace") or "<html/>").xpath("//form"):
        if (form.get("method") or "get").lower() != method:
            continue
        fields: dict[str, list[str]] = {}
        for each in form.xpath(".//input|.//select|.//textarea"):
            if each.name and each.name != "csrfmiddlewaretoken":
                fields.setdefault(each.name, [])
        for name, value in form.form_values():
            if name in fields:
                fields[name].append(value)
        kinds = {each.name for each in form.xpath(".//input[@type='file']")}
        fields = {name: ["file"] if name in kinds else values for name, values in fields.items()}
        found.setdefault((form.get("action") or path).split("?")[0] or path, []).append(fields)
    return found


def shown(client, url: str) -> dict[str, list[dict[str, list[str]]]]:
    """Return the forms of a page that are sent, by their addresses; none where it shows no page."""
    with transaction.atomic():
        page = client.get(url)
        content = b"" if page.streaming or page.status_code != 200 else page.content
        transaction.set_rollback(True)
    return forms_of(content, url) if b"<html" in content else {}


def file_of(name: str, content: bytes) -> dict:
    """Return a file as a case holds it."""
    return {"file": [name, base64.b64encode(content).decode()]}


def _sendable(value):
    """Return what stands in a field as the wire may carry it: lone halves of letters as a browser sends them."""
    if isinstance(value, list):
        return [_sendable(each) for each in value]
    if isinstance(value, dict):
        name, content = value["file"]
        return SimpleUploadedFile(name, base64.b64decode(content))
    return str(value).encode("utf-8", "replace").decode()


def url_of(case: dict, parameters: dict) -> str:
    """Return the address that a case asks."""
    return reverse(case["address"], kwargs={**parameters, **case.get("path", {})})


def send(client, case: dict, parameters: dict, forms: list[dict] | None = None):
    """Send a case, take back what it did, and return the answer with its words.

    `forms`: those of the page itself, where they are known already.
    """
    url = url_of(case, parameters)
    if case.get("form") is not None and forms is None:
        forms = shown(client, url).get(url, [])
    fields = forms[case["form"]] if case.get("form") is not None and case["form"] < len(forms) else {}
    data = {name: values for name, values in fields.items() if values != ["file"]} | case.get("fields", {})
    # As from a browser: with the token nothing that is sent is empty.
    data = {"csrfmiddlewaretoken": "x"} | {name: _sendable(value) for name, value in data.items() if value is not None}
    behind = {"QUERY_STRING": case["behind"]} if case.get("behind") else {}
    if case.get("query"):
        url = f"{url}?{_asked(case['query'])}"
    with transaction.atomic():
        if case["method"] == "get":
            answer = client.get(url, **behind)
        elif case.get("raw"):
            kind, body = case["raw"]
            answer = client.generic("POST", url, body.encode("latin-1"), content_type=kind, **behind)
        else:
            answer = client.post(url, data, **behind)
        answer.words = b"" if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer


def _asked(query: dict) -> str:
    """Return a query string."""
    return urlencode([(name, _sendable(value)) for name, value in query.items()], doseq=True)


def fault_of(client, case: dict, parameters: dict, forms: list[dict] | None = None, *, lawful=frozenset()) -> str:
    """Send a case; return what is wrong with what came of it, with its place in the code, or nothing.

    `lawful`: answers of 500 and more that the address may give.
    """
    try:
        answer = send(client, case, parameters, forms)
    except NoReverseMatch:
        return ""
    except Exception as problem:  # noqa: BLE001 - whatever a view lets through is what is looked for
        return told(problem)
    if answer.status_code >= 500 and answer.status_code not in lawful:
        return f"answers {answer.status_code}"
    if answer.status_code in (400, 422) and len(answer.words) < LEAST:
        return f"answers {answer.status_code} without a word"
    shown_again = case["method"] == "post" and case.get("form") is not None and answer.status_code == 200
    if shown_again and b"<html" in answer.words:
        page, url = answer.words.partition(b"<main")[2], url_of(case, parameters)
        if not any(each in page for each in SAID) and forms_of(answer.words, url).get(url):
            return "shows the form again and says nothing"
    return ""


def told(problem: BaseException) -> str:
    """Return what went wrong, and where."""
    return f"{type(problem).__name__} at {_place(problem)}: {' '.join(str(problem).split())[:160]}"


def _place(problem: BaseException) -> str:
    """Return the last place in our own code through which a fault came."""
    frames = [each for each in traceback.extract_tb(problem.__traceback__) if OURS.match(each.filename)]
    ours = [each for each in frames if "/drills/" not in each.filename] or frames
    return f"{Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}" if ours else "no place of ours"
