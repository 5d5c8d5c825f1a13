"""Working without a mouse: a control is reached by the Tab key, as somebody does who looks for its words."""

from playwright.sync_api import Locator, Page, expect

from emulation.tests.journeys.office import about, exactly

# More stops than any page of these journeys has between two controls that follow in a day's work.
MOST = 150
ACTIVE = "each => each === document.activeElement"


def reach(page: Page, control: Locator, *, back: bool = False) -> None:
    """Press Tab until a control has the focus; fail where the way does not lead there."""
    expect(control).to_be_visible()
    for _ in range(MOST):
        if control.evaluate(ACTIVE):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"The Tab key does not reach {control}.")


def open_by_enter(page: Page, control: Locator) -> None:
    """Reach a link or a button, press Enter, and wait for the page to which it leads."""
    reach(page, control)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def to_content(page: Page) -> None:
    """Skip the menu by the first stop of the page, as its words say."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")


def follow(page: Page, words: str, what: str = "") -> None:
    """Open a link by its words; `what` is what screen readers alone hear after them."""
    link = page.get_by_role("main").get_by_role("link", name=about(words, what) if what else words, exact=not what)
    open_by_enter(page, link.first)


def menu(page: Page, words: str) -> None:
    """Open a page from the menu."""
    entry = page.get_by_role("navigation", name="Danh mục chính").get_by_role("link", name=words)
    open_by_enter(page, entry.first)


def press(page: Page, words: str, *, agree: bool = False) -> None:
    """Press a button; `agree` answers the question that follows with yes."""
    button = page.get_by_role("main").get_by_role("button", name=words, exact=True).first
    if agree:
        reach(page, button)
        page.keyboard.press("Enter")
        button = page.get_by_role("dialog").get_by_role("button", name=words, exact=True)
    open_by_enter(page, button)


def send(page: Page) -> None:
    """Press the last button of a form page, whatever its words."""
    form = page.get_by_role("main").locator("form[method=post]").last
    open_by_enter(page, form.locator(".form-actions button").first)


def fill(page: Page, label: str, text: str) -> None:
    """Type into a field, over what stands in it."""
    reach(page, page.get_by_label(exactly(label)).first)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def tick(page: Page, label: str) -> None:
    """Tick a box by the space bar."""
    box = page.get_by_role("checkbox", name=label)
    reach(page, box.first)
    page.keyboard.press("Space")
    expect(box.first).to_be_checked()


def pick(page: Page, label: str, words: str) -> None:
    """Choose an entry of a drop-down by the arrow keys."""
    box = page.get_by_label(exactly(label)).first
    reach(page, box)
    page.keyboard.press("Home")
    for _ in range(box.locator("option").count()):
        if box.locator("option:checked").inner_text() == words:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{label} offers no {words}.")


def choose(page: Page, group: str, words: str) -> None:
    """Choose one of a group of answers by the arrow keys."""
    choices = page.get_by_role("group", name=group)
    wanted = choices.get_by_label(words, exact=True)
    for _ in range(MOST):
        if choices.locator("input:focus").count():
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(choices.get_by_role("radio").count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{group} offers no {words}.")
