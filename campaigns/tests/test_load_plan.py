"""The command that loads plan files."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django_scopes import scope, scopes_disabled

from campaigns.models import Campaign, PlanVersion
from campaigns.planfile.reading import read_file
from communes.models import Commune, HistoryEntry, Unit

PLANS = Path(settings.BASE_DIR) / "plans"
KIM_PHUONG = PLANS / "kim-phuong-2025.yaml"
ALL_FIVE = sorted(str(path) for path in PLANS.glob("*.yaml"))


def load(*arguments):
    """Run the command and return its lines."""
    out = StringIO()
    call_command("load_plan", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def refusal(*arguments):
    """Run the command that must refuse, and return the lines of its refusal."""
    err = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("load_plan", *map(str, arguments), stdout=StringIO(), stderr=err)
    assert caught.value.code == 1
    return err.getvalue().splitlines()


def counts():
    """Count what loading may write."""
    with scopes_disabled():
        models = (Commune, Unit, Campaign, PlanVersion, HistoryEntry)
        return [model._base_manager.count() for model in models]


@pytest.fixture
def changed_file(tmp_path):
    """Return a copy of Kim Phượng's file with one text written otherwise."""

    def change(old, new, name="sua.yaml"):
        text = KIM_PHUONG.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path = tmp_path / name
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return change


@pytest.fixture
def loaded(db):
    """Return the campaign of Kim Phượng, loaded from its file."""
    load(KIM_PHUONG)
    with scope(commune=Commune.objects.get(slug="kim-phuong")):
        yield Campaign.objects.get()


def test_a_file_makes_its_commune_its_units_and_a_draft(db):
    lines = load(KIM_PHUONG)

    commune = Commune.objects.get()
    with scope(commune=commune):
        campaign = Campaign.objects.get()
        units = dict(Unit.objects.values_list("name", "kind"))
        plan = campaign.plan
    assert lines == [f"{KIM_PHUONG}: Chung tay Cải cách hành chính – thêm địa phương, thêm 06 đơn vị, lập dự thảo mới"]
    assert (commune.slug, str(commune), commune.place_name) == ("kim-phuong", "xã Kim Phượng", "Kim Phượng")
    assert (campaign.status, campaign.key, campaign.ends_on) == (
        "draft", "chung-tay-cai-cach-hanh-chinh-2025", date(2025, 12, 31),
    )  # fmt: skip
    assert units["Bộ phận Văn phòng - thống kê"] == "office"
    assert plan == read_file(KIM_PHUONG.read_text(encoding="utf-8")).plan


def test_a_unit_that_has_ended_keeps_its_last_day(loaded):
    assert Unit.objects.get(name="Phòng Nội vụ").valid_to == date(2025, 6, 30)


def test_a_second_run_of_the_same_file_changes_nothing_and_says_so(loaded):
    before = counts()

    lines = load(KIM_PHUONG)

    assert lines == [f"{KIM_PHUONG}: Chung tay Cải cách hành chính – không có gì thay đổi"]
    assert counts() == before


@pytest.mark.django_db
def test_all_five_plans_load_together():
    load(*ALL_FIVE)

    with scopes_disabled():
        found = sorted(Campaign._base_manager.values_list("commune__slug", "status"))
    assert found == [
        ("dai-son", "draft"), ("dong-tam", "draft"), ("hoa-phong", "draft"), ("kim-phuong", "draft"),
        ("vinh-thuy", "draft"),
    ]  # fmt: skip
    before = counts()
    assert all(line.endswith("không có gì thay đổi") for line in load(*ALL_FIVE))
    assert counts() == before


def test_a_changed_file_updates_the_draft(loaded, changed_file):
    path = changed_file("on: 2025-12-05", "on: 2025-12-10")

    lines = load(path)

    campaign = Campaign.objects.get()
    assert lines == [f"{path}: Chung tay Cải cách hành chính – cập nhật dự thảo"]
    assert campaign.plan.deadlines[0].on == date(2025, 12, 10)
    assert campaign.versions.count() == 1


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("issued", "đã ban hành; hãy điều chỉnh kế hoạch"),
        ("summing_up", "đã ban hành; hãy điều chỉnh kế hoạch"),
        ("closed", "đã ban hành; hãy điều chỉnh kế hoạch"),
        ("in_review", "đang chờ duyệt; hãy trả lại dự thảo trước khi nạp tệp đã sửa"),
        ("approved", "đã duyệt; hãy mở lại dự thảo trước khi nạp tệp đã sửa"),
        ("cancelled", "đã hủy; hãy đặt tên ngắn khác để lập phong trào mới"),
    ],
)
def test_a_plan_that_left_the_draft_stage_is_not_overwritten(loaded, changed_file, status, why):
    Campaign.objects.update(
        status=status,
        number=5,
        issued_on=date(2025, 2, 18),
        starts_on=date(2025, 2, 18),
        signed_by="Trương Anh Tú",
    )
    path = changed_file("on: 2025-12-05", "on: 2025-12-10")
    before = counts()

    lines = refusal(path, PLANS / "dong-tam-2025.yaml")

    assert lines == [f"{path}: “Chung tay Cải cách hành chính” {why}.", "Chưa nạp tệp nào."]
    assert counts() == before
    assert Campaign.objects.get().plan.deadlines[0].on == date(2025, 12, 5)


def test_the_unchanged_file_of_an_issued_plan_is_no_fault(loaded):
    Campaign.objects.update(status="issued", number=5, issued_on=date(2025, 2, 18))

    assert load(KIM_PHUONG) == [f"{KIM_PHUONG}: Chung tay Cải cách hành chính – không có gì thay đổi"]


def test_a_fault_names_file_line_field_found_and_expected(db, changed_file):
    path = changed_file("on: 2025-12-05", "on: 2025-13-05")
    line = path.read_text(encoding="utf-8").splitlines().index("      on: 2025-13-05") + 1

    lines = refusal(path)

    assert lines == [
        f"{path}:{line}: mục plan.deadlines.1.on: thấy “2025-13-05”; cần ngày, ví dụ 2025-12-05",
        "Chưa nạp tệp nào.",
    ]


def test_nothing_is_loaded_unless_every_file_is_right(db, changed_file):
    wrong = changed_file("kind: xa", "kind: huyen")

    lines = refusal(PLANS / "dong-tam-2025.yaml", wrong)

    assert len(lines) == 2
    assert counts() == [0, 0, 0, 0, 0]


def test_the_check_writes_nothing(db):
    lines = load("--check", KIM_PHUONG)

    assert lines == [f"{KIM_PHUONG}: Kim Phượng, Chung tay Cải cách hành chính – đúng"]
    assert counts() == [0, 0, 0, 0, 0]


def test_the_check_refuses_a_wrong_file_too(db, changed_file):
    path = changed_file("kind: xa", "kind: huyen")

    assert refusal("--check", path) == [
        f"{path}:6: mục commune.kind: thấy “huyen”; cần một trong: xa, phuong, dac_khu",
        "Chưa nạp tệp nào.",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "thấy không có tệp này; cần đường dẫn tới một tệp kế hoạch"),
        (b"name: \xff\xfe", "thấy chữ không phải UTF-8; cần tệp lưu bằng mã UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(db, tmp_path, content, why):
    path = tmp_path / "ke-hoach.yaml"
    if content is not None:
        path.write_bytes(content)

    assert refusal(path) == [f"{path}: {why}", "Chưa nạp tệp nào."]


def test_a_folder_is_no_plan_file(db, tmp_path):
    assert refusal(tmp_path)[0] == f"{tmp_path}: thấy một thư mục; cần đường dẫn tới một tệp kế hoạch"


def test_two_files_of_one_campaign_are_refused(db, changed_file):
    path = changed_file("on: 2025-12-05", "on: 2025-12-10")

    assert refusal(KIM_PHUONG, path)[0] == (
        f"{path}: mục plan.facts.key: thấy “chung-tay-cai-cach-hanh-chinh-2025” đã dùng trong {KIM_PHUONG}; "
        "cần tên ngắn riêng"
    )


def test_a_known_commune_and_its_units_stay_as_they_are(loaded):
    Commune.objects.update(province="Thái Nguyên")
    Unit.objects.filter(name="Bộ phận Văn hóa - xã hội").update(short_name="VHXH")

    load(KIM_PHUONG)

    assert Commune.objects.get().province == "Thái Nguyên"
    assert Unit.objects.get(name="Bộ phận Văn hóa - xã hội").short_name == "VHXH"
