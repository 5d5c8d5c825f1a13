"""Forms of certificate stocks, of their layout and printers, and of printing."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from awards.rules.kinds import KINDS, Award
from communes.models import Commune
from kit.forms import KitForm, KitModelForm, VnDecimalField, VnDecimalInput
from kit.shared import SharedRecord
from reports.documents.certificates import BUILT_IN
from reports.models import CertificateStock, PrinterOffset
from reports.models.certificate_fields import ALIGNS, BY_KEY, FACES, SIZES, Field, problems

MODES = "Phôi in sẵn chỉ in các dòng thay đổi theo từng người; đặt phôi vào máy theo chiều ngang."


class StockForm(SharedRecord, KitModelForm):
    """What a stock is."""

    layout = Layout(
        "name",
        Row(Column("award"), Column("mode")),
        Row(Column("page_width"), Column("page_height")),
        "preferred",
        "retired",
    )

    class Meta:
        model = CertificateStock
        fields = ["name", "award", "mode", "page_width", "page_height", "preferred", "retired"]
        help_texts = {
            "name": "Ví dụ: Phôi giấy khen khổ A4, lô nhập tháng 5/2026.",
            "mode": MODES,
            "page_width": "In trọn trang: 297.",
            "page_height": "In trọn trang: 210.",
        }

    def __init__(self, *args, **kwargs):
        """Offer the awards that the commune's chair gives."""
        super().__init__(*args, **kwargs)
        self.fields["award"].choices = [
            (award, Award(award).label) for award, kind in KINDS.items() if kind.decided_here
        ]

    def facts(self) -> dict:
        """Return what the service takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _small(label: str, *, least, most) -> VnDecimalField:
    """Return a small box for millimetres or points."""
    return VnDecimalField(
        label=label,
        min_value=least,
        max_value=most,
        max_digits=5,
        decimal_places=1,
        widget=VnDecimalInput(attrs={"class": "form-control form-control-sm"}),
    )


def _choice(label: str, choices: dict[str, str]) -> forms.ChoiceField:
    """Return a small choice."""
    widget = forms.Select(attrs={"class": "form-select form-select-sm"})
    return forms.ChoiceField(label=label, choices=list(choices.items()), widget=widget)


class PlaceForm(KitForm):
    """Where one line stands on the sheet, and how it is set; its key is the prefix."""

    OF_TEXT = ("size", "align", "face", "lines", "pitch")

    shown = forms.BooleanField(
        label="in", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    x = _small("cách mép trái (mm)", least=0, most=500)
    y = _small("cách mép trên (mm)", least=0, most=500)
    width = _small("rộng (mm)", least=5, most=500)
    size = _small("cỡ chữ", least=SIZES[0], most=SIZES[1])
    align = _choice("canh", ALIGNS)
    face = _choice("kiểu chữ", FACES)
    lines = forms.IntegerField(
        label="số dòng nhiều nhất",
        min_value=1,
        max_value=6,
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm", "inputmode": "numeric"}),
    )
    pitch = _small("khoảng cách dòng (mm)", least=2, most=40)

    def __init__(self, *args, field: Field, place: dict, **kwargs):
        """Name every box after the line that it measures; a square has no text."""
        super().__init__(*args, prefix=field.key, initial=place, **kwargs)
        self.field = field
        if field.square:
            for name in self.OF_TEXT:
                del self.fields[name]
        for each in self.fields.values():
            each.label = f"{field.label}: {each.label}"
            each.widget.attrs["aria-label"] = each.label

    def place(self) -> dict:
        """Return the measures as the layout keeps them."""
        kept = dict(self.cleaned_data)
        for name in ("x", "y", "width", "size", "pitch"):
            if name in kept:
                kept[name] = float(kept[name])
        return kept


class LayoutForms:
    """One form for each line of a stock, checked together."""

    def __init__(self, data=None, *, stock: CertificateStock):
        self.stock = stock
        self.forms = [PlaceForm(data, field=BY_KEY[key], place=place) for key, place in stock.places.items()]
        self.refused: list[str] = []

    def __iter__(self):
        return iter(self.forms)

    @property
    def errors(self) -> list[str]:
        """What is wrong, in words that name the line."""
        wrong = [
            f"{form.fields[name].label}: {problem}"
            for form in self.forms
            for name, found in form.errors.items()
            for problem in found
        ]
        return wrong + self.refused

    def is_valid(self) -> bool:
        """Say whether every measure is well formed and every line on the sheet."""
        if [form for form in self.forms if not form.is_valid()]:
            return False
        self.refused = problems(self.layout(), float(self.stock.page_width), float(self.stock.page_height))
        return not self.refused

    def layout(self) -> dict[str, dict]:
        """Return the whole layout."""
        return {form.field.key: form.place() for form in self.forms}

    def refuse(self, problem: ValidationError) -> None:
        """Take up what the service refuses."""
        self.refused += problem.messages


class EmblemForm(KitForm):
    """The picture of the emblem."""

    file = forms.FileField(
        label="Ảnh Quốc huy",
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        help_text="Tệp PNG nền trong suốt hoặc JPG, không quá 5 MB. Phần mềm không kèm sẵn hình Quốc huy.",
    )


class OffsetForm(KitModelForm):
    """What a printer shifts a stock by."""

    class Meta:
        model = PrinterOffset
        fields = ["printer", "dx", "dy"]
        help_texts = {
            "printer": "Ví dụ: HP 402 phòng Văn thư. Ghi lại tên cũ để sửa.",
            "dx": "Số âm: sang trái.",
            "dy": "Số âm: lên trên.",
        }


class PrintOnForm(KitForm):
    """On which stock, and by which printer."""

    on = forms.ChoiceField(label="In lên")

    def __init__(self, *args, commune: Commune, awards: list[str], **kwargs):
        """Offer the stocks for some awards, each as it is and for each of its printers, and white paper for each."""
        super().__init__(*args, **kwargs)
        self.stocks: dict[str, tuple[CertificateStock, PrinterOffset | None]] = {}
        choices, preferred = [], ""
        for award in awards:
            for stock in CertificateStock.objects.for_award(award).prefetch_related("printers"):
                key = str(stock.pk)
                preferred = preferred or (key if stock.preferred else "")
                choices.append((key, stock.name))
                self.stocks[key] = stock, None
                for offset in sorted(stock.printers.all(), key=lambda each: each.printer):
                    self.stocks[f"{key}-{offset.pk}"] = stock, offset
                    choices.append((f"{key}-{offset.pk}", f"{stock.name} – máy {offset.printer}"))
            self.stocks[award] = CertificateStock(commune=commune, name=BUILT_IN, award=award), None
            choices.append((award, f"{BUILT_IN} – {Award(award).label}"))
        self.fields["on"].choices = choices
        self.fields["on"].initial = preferred or None

    @property
    def without_emblem(self) -> list[str]:
        """The names of the stocks on which the place of the emblem stays blank for want of a picture."""
        stocks = (stock for stock, _ in self.stocks.values() if not stock.overprint and not stock.emblem)
        return list(dict.fromkeys(stock.name for stock in stocks))

    def chosen(self) -> tuple[CertificateStock, PrinterOffset | None]:
        """Return the stock and, where a printer was chosen, its offset."""
        return self.stocks[self.cleaned_data["on"]]


class PrintedForm(KitForm):
    """A word on a printing."""

    note = forms.CharField(
        label="Ghi chú",
        max_length=300,
        required=False,
        help_text="Bắt buộc với giấy khen in lại: hỏng phôi, lệch dòng… Chưa ghi thì những tờ đã in được bỏ qua.",
    )
