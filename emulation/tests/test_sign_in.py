"""Which acts ask for the password again: those that give a number, and those that take an account from somebody."""

from pathlib import Path

import pytest
from django.conf import settings

from communes.access import GRANTS
from communes.tests.factories import PEOPLE
from communes.tests.sign_in_cases import let_pass
from emulation.tests.house import World, addresses, parameters

NUMBERED = {
    "awards:decision-issue", "awards:minutes-sign-chair", "awards:proposal-send", "campaigns:amendment",
    "campaigns:campaign-issue", "reports:document-issue", "reports:summary-issue",
}  # fmt: skip
OF_ACCOUNTS = {
    "communes:account-create", "communes:account-lock", "communes:account-remove-second-factor",
    "communes:account-reset", "communes:account-single-sign-on", "communes:role-create", "communes:sign-in-policy",
}  # fmt: skip
# Who takes numbers from the register; the addresses that lead there stand in NUMBERED.
TAKING = {
    "awards/services/decisions.py", "awards/services/minutes.py", "awards/services/proposals.py",
    "campaigns/services/plans.py", "reports/services/issuing.py", "reports/services/summaries.py",
}  # fmt: skip
ASKED = {each.name: each for each in addresses() if each.name in NUMBERED | OF_ACCOUNTS}


def test_nothing_takes_a_number_that_is_not_known_here():
    root = Path(settings.BASE_DIR)
    files = (each for app in ("awards", "campaigns", "communes", "reports") for each in (root / app).rglob("*.py"))
    ours = (each for each in files if "tests" not in each.parts and "demo" not in each.parts)
    found = {str(each.relative_to(root)) for each in ours if "registers.take(" in each.read_text(encoding="utf-8")}

    assert found == TAKING


@pytest.mark.parametrize("name", sorted(NUMBERED | OF_ACCOUNTS))
def test_such_an_act_is_not_done_by_whoever_finds_a_screen_left_alone(client, cast, settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path / "media"
    address = ASKED[name]
    url = address.url("dong-tam", **parameters(address, World(cast)))
    part = next(part for part, (_, role, _, _) in PEOPLE.items() if GRANTS[role] & set(address.needs))
    client.force_login(cast.actor(part).user)
    let_pass(client, minutes=16)

    answer = client.post(url, {"number": "7", "reason": "Đã đối chiếu"})

    assert answer.status_code == 200
    assert "Xác nhận là chính bạn" in answer.text
    assert '<input type="hidden" name="number" value="7">' in answer.text
