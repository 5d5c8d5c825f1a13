"""What is said before the voting of a session is ended."""

import pytest

from awards.tests.factories import make_ballot, make_nomination, make_session

UNANNOUNCED = "Kết quả lượt 1 đã xác nhận nhưng chưa công bố tại phiên họp."
ASKED = {
    "meeting": "Kết thúc biểu quyết? Sau đó chỉ còn lập biên bản.",
    "written": "Kết thúc lấy ý kiến? Sau đó chỉ còn lập biên bản.",
}


@pytest.mark.parametrize(
    ("mode", "status", "told"),
    [
        ("meeting", "confirmed", UNANNOUNCED),
        ("meeting", "announced", ""),
        ("written", "confirmed", ""),
    ],
)
@pytest.mark.usefixtures("clock", "law")
def test_ending_the_vote_warns_of_results_the_room_was_not_told(
    go, cast, campaign, council, secretary, mode, status, told
):
    row = make_nomination(campaign, unit=cast.unit("economy"), status="recommended")
    session = make_session(council, [row], status="in_session", mode=mode)
    make_ballot(session, status=status)
    session.agenda.update(result="recommended")
    if mode == "written":
        session.presence.update(state="written")

    [act] = [each for each in go(secretary, "session", session.pk).context["acts"] if "finish" in each["url"]]

    assert (act["hint"], told in act["confirm"], act["confirm"].endswith(ASKED[mode])) == (told, True, True)
