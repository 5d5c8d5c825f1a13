"""What a paper may load and how long it may get: hostile pages are refused, nothing outside is opened."""

import pytest
from weasyprint import HTML

from reports.rendering import fonts, pdf
from reports.tests.paper_samples import plan

HOSTILE = {
    "file of the machine": '<img src="file:///etc/passwd">',
    "path upwards": '<img src="{styles}/../../README.md">',
    "hidden path upwards": '<img src="{styles}/%2e%2e/%2e%2e/README.md">',
    "network": '<img src="http://127.0.0.1:9/a.png">',
    "style from elsewhere": '<link rel="stylesheet" href="https://example.vn/a.css">',
    "imported style": "<style>@import url(http://127.0.0.1:9/a.css);</style><p>a</p>",
    "large data": '<img src="data:image/png;base64,{data}">',
    "other machine": '<img src="file://10.0.0.9/share/a.png">',
    "attachment": '<link rel="attachment" href="file:///etc/passwd">',
    "frame of svg": '<object data="file:///etc/passwd"></object>',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_page_reaches_neither_network_nor_other_files(case):
    files = pdf.PaperFiles(pdf.styles_folder(), fonts.folder())
    text = HOSTILE[case].format(styles=pdf.styles_folder().as_uri(), data="A" * 5_000_000)

    with pytest.raises(pdf.PaperFailed, match="thiếu hoặc không được phép"), pdf._own_errors():
        HTML(string=text, base_url=pdf.styles_folder().as_uri(), url_fetcher=files).write_pdf()


def test_a_link_among_the_styles_that_leads_out_is_not_followed(tmp_path):
    secret, styles = tmp_path / "secret.css", tmp_path / "styles"
    secret.write_text("p { color: red }")
    styles.mkdir()
    (styles / "a.css").symlink_to(secret)

    with pytest.raises(ValueError, match="Outside"):
        pdf.PaperFiles(styles).fetch((styles / "a.css").as_uri())


def test_a_paper_longer_than_anybody_prints_is_stopped_with_words(settings):
    settings.PAPER_PAGE_LIMIT = 2
    paper = plan(paragraphs=120)

    with pytest.raises(pdf.PaperFailed, match="dài quá 2 trang"):
        pdf.render_pdf(paper)
