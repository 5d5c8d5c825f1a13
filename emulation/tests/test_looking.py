"""What axe could object to makes a page one that no page before it was like; other words do not."""

import pytest
from django.http import HttpResponse

from emulation.tests import test_every_page
from emulation.tests.looking import shapes
from emulation.tests.window import Eyes

PAGE = """<html lang="vi"><head><title>Báo cáo</title></head><body><nav><a href="/">Trang chủ</a></nav>
<main><h1>Báo cáo</h1><form><label for="a">Số</label><input id="a" autocomplete="name"><button>Gửi</button></form>
<p id="b">Lời</p><section aria-labelledby="b"><ul><li class="x">Một</li></ul></section>
<img alt="Ảnh" src="a.png"><a href="/" aria-expanded="false">Mở</a></main></body></html>"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(' for="a"', ' for="c"', id="a field without its label"),
        pytest.param("Số", "", id="an empty label"),
        pytest.param("Gửi", "", id="a button without words"),
        pytest.param(">Mở<", "><", id="a link without words"),
        pytest.param("<h1>Báo cáo", "<h1>", id="an empty heading"),
        pytest.param('alt="Ảnh" ', "", id="a picture without words"),
        pytest.param('<p id="b"', '<p id="a"', id="a key twice, and an aim that is gone"),
        pytest.param('aria-expanded="false"', 'aria-expanded="no"', id="a state that is none"),
        pytest.param('autocomplete="name"', 'autocomplete="x"', id="a purpose that is none"),
        pytest.param('<li class="x">Một</li>', "", id="a list of nothing"),
        pytest.param('class="x"', 'class="y"', id="another look"),
        pytest.param("<ul>", "<ul role='menu'>", id="another part"),
        pytest.param('<li class="x">Một</li>', '<li class="x"><i>Một</i></li>', id="another element"),
        pytest.param('<p id="b">Lời</p>', '<div><p id="b">Lời</p></div>', id="another place"),
        pytest.param("<form>", "<form aria-hidden='true'>", id="hidden from readers"),
        pytest.param("<button>Gửi</button>", "<button>Gửi</button><button>Gửi</button>", id="a twin beside it"),
    ],
)
def test_what_axe_could_object_to_is_new_in_the_main_part(old, new):
    frame, main = shapes(PAGE)

    frame_now, main_now = shapes(PAGE.replace(old, new, 1))

    assert main_now - main
    assert frame_now <= frame


@pytest.mark.parametrize(
    ("old", "new"),
    [("Trang chủ", ""), ("<title>Báo cáo", "<title>"), ('lang="vi"', ""), ('lang="vi"', 'lang="en"')],
    ids=["a link without words", "no title", "no language", "another language"],
)
def test_what_is_new_around_the_main_part_is_told_apart(old, new):
    frame, main = shapes(PAGE)

    frame_now, main_now = shapes(PAGE.replace(old, new, 1))

    assert frame_now - frame
    assert main_now <= main


def test_other_words_are_nothing_new():
    words = (
        PAGE.replace("Gửi", "Gửi đi").replace("Một", "Hai").replace(">Báo cáo", ">Kế hoạch").replace("a.png", "b.png")
    )

    assert shapes(words) == shapes(PAGE)


class Answering:
    """Answers whatever is asked with one page."""

    def __init__(self, page: str):
        self.page = page

    def get(self, url: str) -> HttpResponse:
        """Return the page."""
        return HttpResponse(self.page)


@pytest.mark.browser
def test_axe_is_asked_of_what_is_new_and_what_it_finds_is_told(new_context):
    eyes, wordless = Eyes(new_context, (set(), set())), PAGE.replace("Gửi", "")

    for name, page in (("sound", PAGE), ("wordless", wordless), ("the same", wordless)):
        eyes.look(name, "/", Answering(page))
    eyes.look("wide", "/", Answering(PAGE.replace("Lời", "x" * 999)))

    assert [each.partition(":")[0] for each in eyes.found if "button-name" in each] == [
        "wordless at 1366", "wordless at 360",
    ]  # fmt: skip
    assert [each for each in eyes.found if "the same at" in each] == []
    assert [each.partition(":")[2] for each in eyes.found if "wide" in each and "on a screen of 360" in each]
    with pytest.raises(AssertionError, match="button-name"):
        eyes.told()


def test_the_pieces_of_the_walk_are_every_address_once_in_two_halves():
    walk = test_every_page.test_every_address_can_be_read_by_everybody_in_every_role
    (mark,) = (mark for mark in walk.pytestmark if mark.name == "parametrize")
    pieces = mark.args[1]

    assert [each for piece in pieces for each in test_every_page.OPEN[slice(*piece.values)]] == test_every_page.OPEN
    assert [piece.marks[0].args for piece in pieces] == [("pages-1",)] * 3 + [("pages-2",)] * 3
