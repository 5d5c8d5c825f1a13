"""Pages of postings: from the list to the outcome, with a remark between."""

import pytest

from awards.models import Posting, PostingRemark
from awards.tests.factories import make_nomination

pytestmark = pytest.mark.usefixtures("law", "clock")


def words(answer):
    """Return a page as text."""
    return answer.content.decode()


def test_a_posting_goes_from_the_list_to_its_outcome_on_the_pages(campaign, cast, go, officer, now):
    nominee = make_nomination(campaign, unit=cast.unit("economy"), status="eligible")
    facts = {"nominations": [nominee.pk], "starts_on": "12/05/2026", "ends_on": "14/05/2026", "place": "Bảng tin"}

    go(officer, "posting-create", campaign.pk, post=facts)
    posting = Posting.objects.get()
    remark = {"nomination": nominee.pk, "received_on": "13/05/2026", "sender": "Ông Tý", "text": "Sai số liệu."}
    go(officer, "posting-remark", posting.pk, post=remark)
    go(officer, "posting-remark-settle", PostingRemark.objects.get().pk, post={"settlement": "Đúng."})
    Posting.objects.update(ends_on="2026-05-13")
    go(officer, "posting-close", posting.pk, post={"outcome": "Hết hạn, không còn ý kiến."})

    posting.refresh_from_db()
    assert (posting.outcome, posting.remarks.get().settlement) == ("Hết hạn, không còn ý kiến.", "Đúng.")
    assert "Sai số liệu." in words(go(officer, "posting", posting.pk))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_postings_asks_the_same_number_of_queries(
    campaign, cast, go, officer, now, rows, django_assert_num_queries
):
    for _ in range(rows):
        each = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="eligible")
        posting = Posting.objects.create(
            commune=campaign.commune, campaign=campaign, starts_on=now.date(), ends_on=now.date(), place="Bảng tin",
            posted_by="Hạnh",
        )  # fmt: skip
        posting.nominations.add(each)
    go(officer, "postings")

    with django_assert_num_queries(12):
        go(officer, "postings")
