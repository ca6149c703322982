"""The figures that can be put in a sentence: searched, copied, or inserted under the fingers."""

from django import forms
from django.views.generic import TemplateView

from reports.asking import Unknown
from reports.pages.again import Again
from reports.pages.papers.base import PapersPage
from reports.papers.tokens import PREVIOUS, Entry, catalogue, compared
from reports.table import Ask

MOST = 60


def search(ask: Ask, words: str, against: str = "", *, most: int = MOST) -> list[Entry]:
    """The entries that hold every word: in their label, their token or what they print."""
    wanted = words.lower().split()
    found: list[Entry] = []
    for entry in catalogue(ask):
        told = f"{entry.label} {entry.address} {entry.text}".lower()
        if all(word in told for word in wanted):
            found += compared(entry, ask, against) if against else [entry]
        if len(found) >= most:
            break
    return found[:most]


class PickerForm(forms.Form):
    search = forms.CharField(required=False, max_length=60, label="Search for a figure")
    against = forms.ChoiceField(required=False, label="Beside another position")

    def __init__(self, *args, positions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "As it is now"), (PREVIOUS, "The newest position before")]
        field = self.fields["against"]
        field.choices = choices + [(p.slug, p.name) for p in positions]  # type: ignore[attr-defined]


class PickerPage(Again, PapersPage, TemplateView):
    """The list as a page; with ``?part=yes`` the list alone, for a page that has it in itself."""

    title = "Figures for sentences"
    template_name = "papers/picker.html"

    def get_template_names(self):
        part = self.request.GET.get("part") == "yes"
        return ["partials/paper_tokens.html"] if part else [self.template_name]

    def get_context_data(self, **kwargs):
        earlier = [book.position for book in self.library.comparable(self.position)]
        form = PickerForm(self.request.GET, positions=earlier)
        if not form.is_valid():
            raise Unknown("There is no such position to compare with.")
        asked = form.cleaned_data
        entries = search(self.ask, asked["search"], asked["against"])
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "entries": entries,
            "most": MOST if len(entries) == MOST else 0,
        }
