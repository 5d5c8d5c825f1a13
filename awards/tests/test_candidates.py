"""The cases to choose for a decision or a proposal."""

import pytest

from awards.forms.candidates import CandidatesField
from awards.tests.factories import make_nomination


@pytest.mark.parametrize(("subject", "unit_named"), [("collective", False), ("individual", True)])
def test_a_unit_that_is_nominated_itself_is_named_once_beside_its_box(cast, campaign, subject, unit_named):
    case = make_nomination(campaign, unit=cast.unit("economy"), subject=subject)

    label = CandidatesField().label_from_instance(case)

    assert label == (f"{case} (Phòng Kinh tế)" if unit_named else str(case))
