"""Returns by Excel, on the way in: the forms, and what a file would change in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from accounts.forms import OnceForm
from agt.words.money import PENCE_PER_POUND, in_millions, in_pounds
from savings.grid import Change, in_words
from savings.returns.applying import Save
from savings.returns.comparing import Compared
from savings.returns.holding import NOTE_LONGEST
from savings.returns.opening import LARGEST_FILE, TOO_LARGE

SMALL = 1_000 * PENCE_PER_POUND  # an amount below this may have been typed in millions


class UploadForm(forms.Form):
    file = forms.FileField(
        label="The return you filled in",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text="An Excel file that you downloaded here. Nothing is saved before you have seen "
        "what would change.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(TOO_LARGE)
        return file


class ApplyForm(OnceForm):
    """For each programme that would change: the reason, and whether to go over what others did."""

    def __init__(self, data=None, *, compared: Iterable[Compared]) -> None:
        super().__init__(data)
        self.changing = [one for one in compared if one.changes]
        for one in self.changing:
            self.fields[note_of(one)] = forms.CharField(
                label="Why has it changed?",
                max_length=NOTE_LONGEST,
                required=False,
                initial=one.part.note,
                help_text="Asked for when the programme's total changes.",
            )
            if one.is_conflict:
                self.fields[_over(one)] = forms.BooleanField(
                    label="Put mine over theirs", required=False
                )

    def clean(self):
        cleaned = super().clean() or {}
        for one in self.chosen(cleaned):
            if (
                one.moves_total
                and not cleaned.get(note_of(one))
                and note_of(one) not in self.errors
            ):
                self.add_error(note_of(one), f"{_total(one)}: say why.")
        if self.changing and not self.chosen(cleaned):
            raise ValidationError(
                "Nothing would be saved: others saved these programmes since. Tick “Put mine over "
                "theirs” where yours should stand."
            )
        return cleaned

    def chosen(self, cleaned: dict) -> list[Compared]:
        return [one for one in self.changing if not one.is_conflict or cleaned.get(_over(one))]

    def saves(self) -> list[Save]:
        """What to save, where the form is valid."""
        cleaned = self.cleaned_data
        return [
            Save(one.place, one.grid, one.seen, cleaned[note_of(one)])
            for one in self.chosen(cleaned)
        ]


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A change in words."""

    label: str
    confidence: str
    before: str
    after: str
    is_small: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A programme of the preview, for the template to draw."""

    of: Compared
    cells: list[ChangedCell]
    total: str
    note: BoundField
    over: BoundField | None

    @property
    def theirs_id(self) -> str:
        """What names the table of what others changed."""
        return f"theirs-{self.of.place.pk}"


def note_of(one: Compared) -> str:
    """The name of the field for its reason."""
    return f"note-{one.place.pk}"


def _over(one: Compared) -> str:
    return f"over-{one.place.pk}"


def _total(one: Compared) -> str:
    was, now = one.holding.grid.total, one.grid.total
    if in_millions(was) == in_millions(now):
        return f"The total goes from {in_pounds(was)} to {in_pounds(now)}"
    return f"The total goes from {in_millions(was)} to {in_millions(now)}"


def shown(one: Compared, form: ApplyForm) -> Shown:
    """A programme that would change, and the fields of the form that are about it."""
    names = {saving.pk: saving.name for saving in one.holding.savings}
    return Shown(
        of=one,
        cells=[_cell(change, names if len(names) > 1 else {}) for change in one.changes],
        total=f"{_total(one)}." if one.moves_total else "The total stays as it is.",
        note=form[note_of(one)],
        over=form[_over(one)] if one.is_conflict else None,
    )


def _cell(change: Change, names: dict[int, str]) -> ChangedCell:
    cell = change.cell
    return ChangedCell(
        label=in_words(cell, names.get(cell.saving, "")),
        confidence=cell.confidence.value,
        before=in_pounds(change.before),
        after=in_pounds(change.after),
        is_small=0 < abs(change.after) < SMALL,
    )
