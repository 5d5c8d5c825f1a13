"""How the parts of a bundle are named: votes, reviews, certificates taken back, and the contents themselves."""

import pytest

from awards.models import Certificate
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from reports.documents.blocks import Note, Table
from reports.documents.bundle_contents import ATTACHED, WHERE, Row, contents
from reports.documents.bundles import left_out
from reports.documents.registry import KINDS
from reports.tests.cases import AT
from reports.tests.test_award_papers import reviewed
from reports.tests.test_bundles import make_session_of, parts_of


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.mark.rule("L-09")
def test_a_certificate_that_a_later_decision_took_back_is_named_with_it(campaign, cast):
    nominations = [make_nomination(campaign, unit=cast.unit(key), status="awarded") for key in ("economy", "service")]
    decision = make_decision(campaign, nominations, status="published")
    for line, code in zip(decision.lines.order_by("position"), ("SO7K2M9QXA", "SO7K2M9QXB"), strict=True):
        Certificate.objects.create(line=line, code=code, status="registered", registered_at=AT)
    revoking = make_decision(
        campaign, status="published", number=9, kind="revocation", amends=decision, reason="Kê khai không đúng."
    )
    line = decision.lines.get(position=2)
    revoking.lines.create(
        position=1, nomination=line.nomination, about=line, award=line.award, subject=line.subject,
        nominee_name=line.nominee_name, citation=line.citation,
    )  # fmt: skip
    Certificate.objects.filter(line=line).update(status="revoked")

    parts = [
        part for part in KINDS["decision-bundle"].build(decision).to_json()["parts"] if part["group"] == "Giấy khen"
    ]

    assert [(part["title"], part["kind"], part.get("reason")) for part in parts] == [
        ("Giấy khen kèm theo Quyết định số 05/QĐ-UBND", "paper", None),
        (
            "Giấy khen – Trung tâm Phục vụ hành chính công",
            "lacking",
            "đã thu hồi theo Quyết định số 09/QĐ-UBND ngày 14/05/2026",
        ),
    ]


@pytest.mark.rule("L-09")
def test_what_later_decisions_left_out_costs_the_same_queries_for_one_line_and_for_three(
    campaign, cast, django_assert_num_queries
):
    nominations = [make_nomination(campaign, unit=cast.unit("economy"), subject="individual") for _ in range(3)]
    decision = make_decision(campaign, nominations, status="published")
    lines = list(decision.lines.order_by("position"))
    corrected = {}
    for number, kind in enumerate(("correction", "revocation"), 9):
        later = make_decision(campaign, status="issued", number=number, kind=kind, amends=decision, reason="Sai.")
        for line in lines if kind == "correction" else lines[:1]:
            corrected[line.pk] = later.lines.create(
                position=line.position, nomination=line.nomination, about=corrected.get(line.pk, line),
                award=line.award, subject=line.subject, nominee_name=line.nominee_name, citation="Đã sửa.",
            )  # fmt: skip

    for some in (lines[:1], lines):
        with django_assert_num_queries(4):
            found = list(left_out(some))

    assert [(line.pk, reason.partition(" theo ")[0]) for line, reason in found] == [
        (lines[0].pk, "đã thu hồi"), (lines[1].pk, "đã đính chính"), (lines[2].pk, "đã đính chính"),
    ]  # fmt: skip


def test_reviews_of_one_unit_on_one_day_are_told_apart_by_their_nominees(campaign, cast):
    rows = [
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="awarded") for _ in range(4)
    ]
    reviewed(campaign, rows[0])
    others = reviewed(campaign, rows[1])
    for each in rows[2:]:
        others.votes.create(nomination=each, votes_for=7)

    told = parts_of("decision-bundle", make_decision(campaign, rows, status="issued"))

    names = [each.nominee for each in rows]
    assert [title for _, title in told if title.startswith("Biên bản họp bình xét")] == [
        f"Biên bản họp bình xét – Phòng Kinh tế, ngày 08/05/2026 ({names[0]})",
        f"Biên bản họp bình xét – Phòng Kinh tế, ngày 08/05/2026 ({names[1]}, {names[2]} và 01 trường hợp khác)",
    ]


@pytest.mark.parametrize(
    ("method", "name"), [("hands", "Biên bản ghi kết quả biểu quyết"), ("paper", "Biên bản kiểm phiếu")]
)
def test_what_was_taken_down_of_a_vote_is_called_as_it_is_titled(campaign, cast, method, name):
    session = make_session_of(cast, [make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")])
    session.ballots.update(method=method)

    assert ("Kết quả biểu quyết", f"{name} – lượt 1") in parts_of("session-bundle", session)


@pytest.mark.parametrize(("attached", "note"), [(True, ATTACHED), (False, WHERE)])
def test_the_contents_speak_of_attachments_only_where_there_are_any(attached, note):
    sheet = contents("Bộ hồ sơ", [Row("I", "Báo cáo", 2), Row("I", "Bảng", 0, "Tệp Excel", attached)], first=2)

    assert [block.text for block in sheet.blocks if isinstance(block, Note)] == [note]
    assert [block.columns[0].title for block in sheet.blocks if isinstance(block, Table)] == ["TT"]
