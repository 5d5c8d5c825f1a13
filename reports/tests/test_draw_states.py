"""The page of state diagrams says what the tables say."""

import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import draw_states


@pytest.fixture
def place(settings, tmp_path):
    """An empty project folder."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    return tmp_path / draw_states.PLACE


def test_the_page_of_states_is_up_to_date():
    call_command("draw_states", check=True)


def test_every_status_and_move_is_drawn():
    page = draw_states.page()

    for model in draw_states.models_with_flow():
        assert f"(`{model._meta.label}`)" in page
        for value, label in model.Status.choices:
            assert f'state "{label}" as {value}' in page
        for move in model.flow.moves:
            for source in move.sources:
                assert f"{source} --> {move.target}: {move.label}" in page
    assert len(draw_states.models_with_flow()) == 21


def test_a_changed_or_missing_page_is_noticed_and_written_anew(place):
    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_states", check=True)
    call_command("draw_states")
    call_command("draw_states", check=True)

    place.write_text(place.read_text(encoding="utf-8") + "x", encoding="utf-8")

    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_states", check=True)


def test_a_line_names_roles_duty_and_unit():
    lines = draw_states.page().splitlines()

    duty = "Theo dõi, đôn đốc, tiếp nhận, tổng hợp"
    assert f"| Đã nộp | Tiếp nhận | Đã tiếp nhận | Cán bộ cơ quan thường trực (duty: {duty}) |  |  |" in lines
    assert "| Đã nộp | Rút lại để sửa | Đang soạn | Thủ trưởng đơn vị (own unit) |  |  |" in lines
    assert "| Chờ tạo | Bắt đầu tạo | Đang tạo | the product itself |  |  |" in lines
