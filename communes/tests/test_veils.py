"""History of veiled records stays with those who may know of them."""

from communes import history
from communes.access import Can
from communes.models import HistoryEntry
from communes.models.history import VEILED, veil


def test_history_of_a_veiled_kind_is_told_only_to_who_holds_the_right(
    commune, officer, administrator, now, monkeypatch
):
    monkeypatch.setattr("communes.models.history.VEILED", dict(VEILED))
    history.record("commune.changed", commune, by=officer, at=now, label="Sửa")
    before = set(HistoryEntry.objects.within(administrator).values_list("pk", flat=True))
    assert before == set(HistoryEntry.objects.within(officer).values_list("pk", flat=True)) != set()

    veil("communes.commune", Can.SEE_UNANNOUNCED)

    assert not HistoryEntry.objects.within(administrator).filter(pk__in=before).exists()
    assert HistoryEntry.objects.within(officer).filter(pk__in=before).count() == len(before)
