"""What fuzzing found once (drills/found.json), sent again; and that fuzzing asks every address and every name."""

import pytest
from django.http import HttpResponse
from django.urls import get_resolver

from drills import found, fuzz_names
from drills.fuzz_places import LAWFUL, NOT_ASKED, NOW, Stage, places
from emulation.tests.house import addresses

KEPT = found.kept()
PLACES = {each.route: each for each in places()}


@pytest.fixture
def stage(cast, clock, settings, tmp_path):
    """Everybody and the records, each made when first asked for."""
    settings.MEDIA_ROOT = tmp_path
    return Stage(cast)


@pytest.mark.django_db
@pytest.mark.parametrize("case", KEPT, ids=[f"{number}-{each['address']}" for number, each in enumerate(KEPT)])
def test_what_fuzzing_found_once_is_taken_or_refused_in_words(client, stage, case, now):
    place = PLACES[case["route"]]
    assert now == NOW
    stage.sit(client, place, lambda parts: case.get("who") or parts[0])

    fault = found.fault_of(client, case, stage.parameters(place, client), lawful=LAWFUL.get(place.name, frozenset()))

    assert fault == "", f"{case['was']}: {fault}"


def test_every_address_is_asked_but_the_named_ones():
    ours, asked = {each.name for each in addresses()}, {each.name for each in PLACES.values()}
    accounts = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert ours - asked == set(NOT_ASKED) & ours
    assert {"account_login", "mfa_authenticate", "mfa_edit_webauthn", "sessions", "start"} <= asked & accounts
    assert {"public:posting", "check", "province:sheets", "backup"} <= asked


def test_the_names_that_views_read_are_taken_from_their_code():
    read = fuzz_names.read_in(
        'def view(request):\n    sent = request.POST.copy()\n    request.GET.getlist("c"), request.GET["muc"]\n'
        '    sent.get("note"), request.POST.get(f"item_{pk}"), "drop" in request.POST, other.get("no")\n'
        "class AForm(forms.Form):\n    sender = forms.CharField()\nclass AFilter(FilterSet):\n    q = WordsFilter()\n"
        "class A(models.Model):\n    column = models.CharField()\n"
    )

    assert read == {"GET": {"c", "muc", "q"}, "POST": {"note", "item_1", "drop", "sender"}}
    every = fuzz_names.everywhere()
    assert {"campaign", "n", "c", "page"} <= set(every["GET"])
    assert {"reason", "note", "direction", "nomination"} <= set(every["POST"])


class Answering:
    """A browser of which every answer is known."""

    def __init__(self, answer):
        self.answer = answer

    def get(self, url, **facts):
        """Answer, or fail as a view does."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def post(self, url, data, **facts):
        """Answer likewise."""
        return self.get(url)


FORM = '<html><main><form method="post"><input name="q">{}</form></main></html>'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (HttpResponse(status=500), "answers 500"),
        (HttpResponse(status=422), "answers 422 without a word"),
        (OverflowError("too large"), "OverflowError at emulation/tests/test_fuzz_found.py"),
        (HttpResponse(FORM.format("")), "shows the form again and says nothing"),
        (HttpResponse(FORM.format('<p class="invalid-feedback">Hãy ghi số.</p>')), ""),
        (HttpResponse(status=404), ""),
    ],
    ids=["fault", "wordless", "raised", "silent", "refused", "not-there"],
)
def test_what_counts_as_a_fault(answer, told):
    case = {"address": "check", "method": "post", "form": 0}

    fault = found.fault_of(Answering(answer), case, {}, [{"q": ["a"]}])

    assert fault.startswith(told) and bool(fault) == bool(told)


def test_what_is_found_is_written_down_as_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(found, "LINES", tmp_path / "drills" / "found.jsonl")

    found.tell(database="sqlite", fields={"reason": "a\x00b\ud800"})
    found.tell(database="postgresql")

    lines = found.LINES.read_text(encoding="utf-8").splitlines()
    assert lines == ['{"database": "sqlite", "fields": {"reason": "a\\u0000b\\ud800"}}', '{"database": "postgresql"}']
