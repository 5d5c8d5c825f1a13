"""The form of a commune's own words for a text."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from kit.forms import KitForm
from reports.documents.wording import Text

PARAGRAPHS = "Mỗi đoạn một dòng; dòng bắt đầu bằng “- ” in thành gạch đầu dòng."


class WordingForm(KitForm):
    """The words, why they change, and the newest version that the author saw."""

    layout = Layout("words", "note", "version")

    words = forms.CharField(label="Lời văn", required=False, widget=forms.Textarea(attrs={"rows": 7}))
    note = forms.CharField(label="Lý do sửa", max_length=300, required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, text: Text, **kwargs):
        """Ask for the words of one text."""
        super().__init__(*args, **kwargs)
        self.text = text
        self.fields["words"].help_text = text.hint or PARAGRAPHS

    def clean_words(self) -> str:
        """Refuse words that the text cannot take."""
        words = self.cleaned_data["words"]
        if problems := self.text.problems(words):
            raise ValidationError(problems)
        return words
