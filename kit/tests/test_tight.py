"""Templates are compiled without the blanks by which their lines are set in."""

from django.template.loader import get_template
from django.template.loaders import filesystem

from kit.tight import Loader


def test_a_page_keeps_its_lines_and_words_but_not_their_blanks(tmp_path):
    (tmp_path / "page.html").write_text("<ul>\n\n    <li>Thôn  Đông</li>\n\t</ul>")
    (tmp_path / "mail.txt").write_text("Kính gửi\n    đồng chí")
    engine = get_template("base.html").template.engine
    loader = Loader(engine, [tmp_path])

    page, mail = (loader.get_template(name).source for name in ("page.html", "mail.txt"))

    assert page == "<ul>\n\n<li>Thôn  Đông</li>\n</ul>"
    assert mail == filesystem.Loader(engine, [tmp_path]).get_template("mail.txt").source


def test_the_product_compiles_its_templates_so():
    assert "\n  <" not in get_template("base.html").template.source
