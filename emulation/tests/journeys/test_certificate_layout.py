"""The layout of a certificate's sheet at a desk: by the mouse, by the arrow keys, by typed millimetres."""

import pytest
from playwright.sync_api import expect

from emulation.tests.journeys.office import press
from reports.tests.certificate_cases import make_stock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

NAME = "Họ và tên, tên tập thể"


@pytest.fixture
def stock(office):
    """A stock of white paper."""
    return make_stock(office.cast)


@pytest.fixture
def page(office, stock):
    """The clerk's browser on the layout of the stock."""
    page = office.sit("clerk")
    page.goto(office.url("reports:certificate-layout", stock.pk))
    return page


def box(page):
    """Return the room of the name in the drawing."""
    return page.locator("[data-field=name]")


def test_arrow_keys_move_a_line_by_half_a_millimetre_and_typed_numbers_move_it_as_well(page, stock):
    left, top = (page.get_by_label(f"{NAME}: cách mép {edge} (mm)") for edge in ("trái", "trên"))

    box(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")

    expect(left).to_have_value("29")
    expect(top).to_have_value("95")
    expect(page.locator("#live")).to_have_text("29; 95 mm")
    left.fill("30,5")
    expect(box(page)).to_have_attribute("transform", "translate(30.5 95)")
    press(page, "Lưu vị trí")
    expect(page.get_by_role("heading", name="Phôi A4")).to_be_visible()
    stock.refresh_from_db()
    assert (stock.layout["name"]["x"], stock.layout["name"]["y"]) == (30.5, 95.0)


def test_the_mouse_drags_a_line_and_holds_it_on_the_sheet(page):
    place = box(page).locator("rect").bounding_box()
    drawing = page.locator("[data-stage]").bounding_box()
    millimetre = drawing["width"] / 297
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10 * millimetre, y - 4 * millimetre, steps=4)
    page.mouse.up()

    expect(page.get_by_label(f"{NAME}: cách mép trái (mm)")).to_have_value("38,5")
    expect(page.get_by_label(f"{NAME}: cách mép trên (mm)")).to_have_value("96,5")
    page.mouse.move(x + 10 * millimetre, y - 4 * millimetre)
    page.mouse.down()
    page.mouse.move(x + 200 * millimetre, y, steps=4)
    page.mouse.up()
    expect(page.get_by_label(f"{NAME}: cách mép trái (mm)")).to_have_value("57")


def test_a_line_that_is_not_printed_leaves_the_drawing(page):
    page.get_by_label(f"{NAME}: in").uncheck()

    expect(box(page)).to_be_hidden()
    page.get_by_label(f"{NAME}: in").check()
    expect(box(page)).to_be_visible()
