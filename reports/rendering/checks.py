"""The system check that refuses a machine whose fonts cannot print Vietnamese papers."""

from django.core.checks import Error, register

from reports.rendering.fonts import check_fonts


@register
def paper_fonts(app_configs, **kwargs) -> list[Error]:
    """Report each missing style or letter of the fonts of papers."""
    hint = "Cài gói fonts-croscore, hoặc đặt PAPER_FONT_DIR là thư mục chứa bốn tệp phông Tinos."
    return [Error(problem, hint=hint, id="reports.E001") for problem in check_fonts()]
