"""Components: what they show, and that hostile text stays text."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from kit import charts, icons
from kit.forms import KitForm, VnDateField
from kit.views import attempt, paginate

HOSTILE = '<script>alert("x")</script>'


def show(source, address="/", **facts):
    """Render a template that loads our components."""
    request = RequestFactory().get(address)
    return Template("{% load ui %}" + source).render(Context({"request": request, "csrf_token": "t" * 32, **facts}))


RECORD = SimpleNamespace(get_status_display=lambda: HOSTILE, status_tone="success")
ENTRY = {
    "at": datetime(2026, 9, 5, 7, 5, tzinfo=UTC),
    "actor_name": HOSTILE,
    "label": HOSTILE,
    "reason": HOSTILE,
}


class Filter(KitForm):
    """A filter with one field of each kind."""

    q = forms.CharField(label="Tìm", required=False)
    state = forms.ChoiceField(label="Tình trạng", choices=[("", "Tất cả"), ("late", "Quá hạn")], required=False)
    since = VnDateField(label="Từ ngày", required=False)


@pytest.mark.parametrize(
    "source",
    [
        "{% page_header title=x subtitle=x kicker=x crumbs=pairs %}{{ x }}{% endpage_header %}",
        "{% card title=x hint=x url=x url_label=x id=x %}{{ x }}{% endcard %}",
        "{% datatable caption=x %}<tbody><tr><td>{{ x }}</td></tr></tbody>{% enddatatable %}",
        "{% facts %}{% fact label=x %}{{ x }}{% endfact %}{% endfacts %}",
        "{% notice title=x %}{{ x }}{% endnotice %}",
        "{% empty_state text=x hint=x action_url=x action_label=x %}",
        "{% status record %}{% badge label=x %}",
        "{% button url=x label=x %}{% figure value=x label=x hint=x url=x %}",
        "{% todo title=x url=x action=x meta=x due=x %}",
        "{% todo title=x url=x action=x work_url=x act_url=x meta=x due=x %}",
        "{% blockers pairs title=x %}{% blockers none ready=x %}",
        "{% act_form url=x label=x confirm=x hint=x blockers=pairs %}",
        "{% act_form url=x label=x reason=True reason_label=x confirm=x %}",
        "{% form_page form %}{% form_actions submit=x cancel_url=x cancel_label=x name=x value=x %}",
        "{% timeline entries %}",
        "{% progress 1 2 label=x unit=x %}",
        "{% tabs tabs label=x %}",
        "{% filter_pills form %}{% filter_form form %}",
        "{% sort_header x x %}{% pagination page label=x %}",
        "{% bar_chart bars title=x unit=x value_label=x target_label=x %}",
        "{% column_chart bars title=x unit=x mark=x mark_label=x value_label=x %}",
        "{% stacked rows names=names title=x unit=x %}",
    ],
)
def test_hostile_text_never_becomes_markup(source):
    facts = {
        "x": HOSTILE,
        "none": [],
        "pairs": [(HOSTILE, HOSTILE), HOSTILE],
        "record": RECORD,
        "entries": [ENTRY],
        "tabs": [{"label": HOSTILE, "url": HOSTILE, "count": 1}],
        "bars": [charts.Bar(HOSTILE, 3, 4, HOSTILE)],
        "rows": [charts.Row(HOSTILE, (1, 2), HOSTILE)],
        "names": [HOSTILE, HOSTILE],
        "form": Filter({"q": HOSTILE, "state": HOSTILE, "since": HOSTILE}),
        "page": Paginator(range(90), 20).page(2),
    }

    html = show(source, address="/?q=%3Cscript%3E", **facts)

    assert "<script" not in html
    assert "alert" in html or "%3Cscript" in html


def test_a_misspelt_argument_tone_or_icon_is_an_error():
    for source in (
        "{% badge labl='x' %}",
        "{% badge label='x' tone='pink' %}",
        "{% icon '../../etc/passwd' %}",
    ):
        with pytest.raises(TemplateSyntaxError):
            show(source)


def test_an_icon_is_drawn_from_the_sheet_and_hidden_from_readers():
    html = show("{% icon 'check-circle' %}")

    assert html == '<svg aria-hidden="true"><use href="/static/img/icons.svg#check-circle"/></svg>'


def test_the_sheet_is_read_once_for_all_icons(monkeypatch):
    opened, read = [], Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda path: opened.append(path.name) or read(path))
    icons.drawn.cache_clear()
    icons._on_sheet.cache_clear()

    for name in ("check-circle", "people", "alarm"):
        assert f"#{name}" in icons.drawn(name)
    assert opened == ["icons.svg"]


def test_an_icon_that_the_sheet_lacks_is_drawn_in_place():
    html = show("{% icon 'alexa' %}")

    assert html.startswith('<svg aria-hidden="true"') and "<path" in html


def test_the_sheet_holds_every_icon_that_pages_and_menus_name():
    drawn = (settings.BASE_DIR / "static" / icons.SHEET).read_text()

    assert drawn == icons.sheet(icons.named()), "python -m kit.icons draws it anew"
    assert all(f'<symbol id="{name}"' in drawn for name in ("folder2-open", "people", "info-circle"))


def test_blockers_keep_the_button_shut_and_stand_beside_it():
    html = show("{% act_form url='/x' label='Duyệt' blockers=reasons %}", reasons=["Thiếu minh chứng."])

    assert "disabled" in html and "Thiếu minh chứng." in html


def test_an_open_act_posts_with_its_token_and_asks_for_its_reason():
    html = show("{% act_form url='/x/' label='Trả lại' reason=True tone='danger' %}")

    assert 'action="/x/"' in html and 'name="csrfmiddlewaretoken"' in html and 'name="reason"' in html
    assert "disabled" not in html


def test_errors_are_listed_first_and_lead_to_their_fields():
    form = Filter({"since": "hôm qua"})
    form.add_error(None, "Hai ngày không khớp.")

    html = show("{% form_page form %}", form=form)

    assert html.index('role="alert"') < html.index("<input")
    assert '<a href="#id_since">Từ ngày: Nhập ngày theo mẫu 05/12/2025.</a>' in html
    assert "Hai ngày không khớp." in html


def test_a_label_that_is_a_sentence_loses_its_stop_before_the_error():
    form = Filter({"since": "hôm qua"})
    form.fields["since"].label = "Tôi cam đoan."

    assert "Tôi cam đoan: Nhập ngày" in show("{% form_page form %}", form=form)


def test_every_list_is_narrowed_by_the_one_filter_that_folds_on_a_phone():
    own = [
        path.name
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if re.search(r'<form method="get"[^>]*role="search"|filter\.form(\||\s+note)', path.read_text(encoding="utf-8"))
    ]

    assert own == ["filter_form.html"]


def test_the_timeline_shows_local_time_and_in_whose_name():
    entry = SimpleNamespace(**{**ENTRY, "actor_name": "Bình", "label": "Nộp", "reason": "", "acting_as": "Trưởng thôn"})

    html = show("{% timeline entries %}", entries=[entry])

    assert "05/09/2026 14:05</time> · Bình (Trưởng thôn)" in html


def test_progress_says_the_figures_and_never_overflows():
    html = show("{% progress 7.5 5 label='Phần' %}")

    assert "7,5/5" in html and 'width="100%"' in html
    assert "0/0" in show("{% progress 0 0 label='Phần' %}")


def test_paging_and_sorting_keep_the_filters():
    page = Paginator(range(90), 20).page(2)

    html = show("{% pagination page %}{% sort_header 'name' 'Tên' %}", "/?q=a&sort=name&page=2", page=page)

    assert "?q=a&amp;sort=name&amp;page=3" in html
    assert "?q=a&amp;sort=-name" in html and 'aria-sort="ascending"' in html


def test_each_filter_can_be_taken_off_alone():
    form = Filter({"q": "hòa", "state": "late", "since": "05/12/2025"})

    html = show("{% filter_pills form %}", "/?q=h&state=late&since=05/12/2025&page=3", form=form)

    assert 'href="?q=h&amp;since=05%2F12%2F2025"' in html
    assert "Tình trạng: Quá hạn" in html and "Từ ngày: 05/12/2025" in html


def test_a_filter_of_choices_that_are_made_when_asked_is_said_in_words():
    form = Filter({"state": "late"})
    form.fields["state"].choices = lambda: [("Chưa xong", [("late", "Quá hạn")]), ("1", "Một")]

    assert "Tình trạng: Quá hạn" in show("{% filter_pills form %}", "/?state=late", form=form)


def test_filters_fold_behind_a_button_that_counts_them_and_keep_order_and_view():
    form = Filter({"q": "hòa", "state": "late"})

    html = show("{% filter_form form %}", "/?q=hòa&state=late&sort=-name&view=mine&page=3", form=form)

    assert "Lọc (2)</summary>" in html and '<details class="filter-fold" data-fold>' in html
    assert re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html) == [("sort", "-name"), ("view", "mine")]
    assert "Tình trạng: Quá hạn" in html
    assert "Lọc</summary>" in show("{% filter_form form %}", "/", form=Filter({}))


def test_filters_with_an_error_lie_open():
    assert "data-fold open" in show("{% filter_form form %}", "/?since=x", form=Filter({"since": "x"}))


def test_a_percentage_is_told_once():
    html = show("{% progress 40 100 label='Đang tạo văn bản' unit='%' %}")

    assert "<strong>40%</strong>" in html and "40/100" not in html


def test_a_chart_is_never_without_its_table():
    html = show("{% bar_chart bars title='Kết quả' unit='%' %}", bars=[("Thôn Đông", 86.5, 90)])

    assert html.count("<svg") == 3 and 'role="img"' in html
    assert '<td class="text-end">86,5</td>' in html and '<td class="text-end">90</td>' in html


@pytest.mark.parametrize("draw", [charts.bars, charts.columns])
def test_an_empty_chart_and_a_chart_of_zeros_are_drawn(draw):
    assert draw([], title="Trống").startswith("<svg")
    assert "<rect" in draw([charts.Bar("a", 0, 0)], title="Không")


def test_a_chart_for_paper_has_absolute_lengths_only():
    drawing = charts.bars([charts.Bar("a", 1, 2)], title="x", width=400)

    assert 'width="400"' in drawing and "%" not in drawing


def test_long_labels_are_broken_never_cut():
    words = "Trường Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai xã Đồng Tâm huyện Mỹ Đức"

    assert " ".join(charts.wrap(words, 20)) == words
    assert max(len(line) for line in charts.wrap(words + "x" * 90, 20)) <= 20


def test_dates_and_numbers_are_filtered_for_reading():
    html = show(
        "{{ d|vn_date }} {{ m|vn_datetime }} {{ n|vn_number:2 }} {{ n|money }}",
        d=date(2026, 1, 2),
        m=ENTRY["at"],
        n=1500,
    )

    assert html == "02/01/2026 05/09/2026 14:05 1.500,00 1.500 đồng"


def test_an_attempt_tells_every_reason_or_the_success(monkeypatch):
    told, asked = [], SimpleNamespace()
    monkeypatch.setattr("kit.views.messages.error", lambda request, text: told.append(("error", text)))
    monkeypatch.setattr("kit.views.messages.success", lambda request, text: told.append(("success", text)))

    with attempt(asked, success="Đã nộp.") as first:
        pass
    assert not hasattr(asked, "refused")
    with attempt(asked, success="Đã nộp.") as second:
        raise ValidationError(["Một.", "Hai."])

    assert told == [("success", "Đã nộp."), ("error", "Một."), ("error", "Hai.")]
    assert (first.ok, second.ok, second.reasons, asked.refused) == (True, False, ("Một.", "Hai."), True)


@pytest.mark.parametrize(
    ("query", "number", "size"),
    [
        ("", 1, 20),
        ("page=3&size=50", 3, 50),
        ("page=99", 10, 20),
        ("size=7", 1, 20),
        ("page=x&size=100", 1, 100),
    ],
)
def test_pages_are_the_nearest_that_the_address_asks_for(query, number, size):
    page = paginate(RequestFactory().get(f"/?{query}"), range(200))

    assert (page.number, page.paginator.per_page) == (number, size)
