"""The forms of an import: a file, what its rows and columns mean, and what the position is."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import OnceForm
from agt.words.years import FinancialYear
from portfolios.models import Portfolio
from reports.exchange.account import Reading
from reports.exchange.amounts import key
from reports.exchange.mapping import LONGEST_FILE, Column, Meaning, PlanKind, RowIs
from reports.exchange.mapping import Mapping as PlanMapping
from reports.exchange.sheet import Sheet, letters, text_of
from reports.models import ImportMapping
from reports.pages.positions import PositionForm
from savings.models import Confidence, Fund
from savings.returns.opening import LARGEST_FILE

TOO_LARGE = f"The file is larger than {LARGEST_FILE // 1024**2} MB: send what is needed of it."
SAMPLES, LONGEST = 3, 60  # first values of a column that are shown, and of each so much
UNITS = [("", "pounds (£)"), ("k", "thousands (£k, £000)"), ("m", "millions (£m)")]
MEANINGS = [
    ("", "nothing: leave it"),
    (Meaning.PORTFOLIO, "portfolio (directorate, service, theme…)"),
    (Meaning.PROGRAMME, "programme (scheme, project, workstream…)"),
    (Meaning.CONFIDENCE, "confidence (RAG, high/medium/low…)"),
    (Meaning.FUND, "fund"),
    (Meaning.YEAR, "financial year of the row"),
    (Meaning.AMOUNT, "amounts"),
    (Meaning.TOTAL, "printed totals, to be checked"),
    (Meaning.KIND, "kind of row (saving, pressure…)"),
    (Meaning.POSTS, "posts, FTE"),
    (Meaning.POSTS_LOW, "posts, FTE, low end"),
    (Meaning.POSTS_HIGH, "posts, FTE, high end"),
    (Meaning.IGNORED, "left out on purpose"),
]
CONFIDENCES = [("", "not said"), *Confidence.choices]
FUNDS = [("", "not said"), *Fund.choices]
KINDS = [
    ("", "not said"),
    (PlanKind.SAVING, "a saving"),
    (PlanKind.PRESSURE, "a budget pressure"),
    (PlanKind.IGNORED, "neither: leave it out"),
]
IS_NEW = "is new"


class UploadForm(forms.Form):
    """A file and what it holds; ``offered`` are those that the reader may take in, and labels."""

    holds = forms.ChoiceField(label="What it holds")
    file = forms.FileField(
        label="The file, as it is",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods"}),
        help_text="Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) or CSV. Nothing is saved before "
        "you have seen what it would make.",
    )
    mapping = forms.ModelChoiceField(
        ImportMapping.objects.all(),
        to_field_name="name",
        required=False,
        empty_label="guess it",
        label="How it is read",
        help_text="A mapping saved with an earlier file, or a first guess that you correct.",
    )
    mapping_file = forms.FileField(
        required=False,
        label="Or a mapping file",
        widget=forms.ClearableFileInput(attrs={"accept": ".json"}),
        help_text="Written by hand or taken from an earlier import (.json).",
    )

    def __init__(self, *args: Any, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holds"].choices = list(offered.items())  # type: ignore[attr-defined]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(TOO_LARGE)
        return file

    def clean_mapping_file(self) -> Any:
        file = self.cleaned_data["mapping_file"]
        if not file:
            return None
        if file.size > LONGEST_FILE:
            raise ValidationError("A mapping file is far smaller.")
        try:
            return json.loads(file.read().decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise ValidationError(f"The mapping is not JSON: {error}.") from error


class YearField(forms.CharField):
    """A financial year, or none."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return FinancialYear.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error


class RowsField(forms.CharField):
    """Numbers of rows, like 7, 12-14."""

    def __init__(self) -> None:
        told = "Their numbers, like 7, 12-14."
        super().__init__(required=False, max_length=300, label="Rows to leave out", help_text=told)

    def clean(self, value: Any) -> Any:
        rows: set[int] = set()
        for part in filter(None, (one.strip() for one in super().clean(value).split(","))):
            first, _, last = part.replace("–", "-").partition("-")
            ends = [one.strip() for one in (first, last or first)]
            if not all(one.isascii() and one.isdigit() and len(one) < 6 for one in ends):
                raise ValidationError(f"“{part[:20]}” is no number of a row: write 7, 12-14.")
            rows |= set(range(int(ends[0]), int(ends[1]) + 1))
        return rows


def left_out(rows: Mapping[int, RowIs]) -> str:
    """The rows that a mapping ignores, as a person types them."""
    return ", ".join(str(row) for row, means in sorted(rows.items()) if means is RowIs.IGNORED)


def leaving_out(rows: Mapping[int, RowIs], out: set[int]) -> dict[int, RowIs]:
    """What a mapping says of single rows, with just these ignored."""
    kept = {row: means for row, means in rows.items() if means is not RowIs.IGNORED}
    return kept | dict.fromkeys(sorted(out), RowIs.IGNORED)


def columns_of(sheet: Sheet, headings: int) -> Iterator[dict[str, Any]]:
    """Each column that holds anything: its name, what stands over it, and how it begins."""
    for at in range(sheet.width):
        held = [cells[at] for cells in sheet.rows if at < len(cells) and cells[at] is not None]
        over = [
            cells[at]
            for cells in sheet.rows[:headings]
            if at < len(cells) and cells[at] is not None
        ]
        if held:
            yield {
                "name": letters(at),
                "heading": " · ".join(text_of(value) for value in over[-2:]),
                "samples": ", ".join(text_of(v)[:LONGEST] for v in held[len(over) :][:SAMPLES]),
            }


class MappingForm(forms.Form):
    """What the rows and columns of one sheet mean; its fields are those of the sheet."""

    column_headings = ("What it is", "Year", "Confidence", "Fund")

    sheet = forms.ChoiceField(required=False)
    turned = forms.BooleanField(
        required=False,
        label="The sheet lies on its side",
        help_text="Years stand in rows and programmes in columns.",
    )
    headings = forms.IntegerField(
        min_value=0, max_value=20_000, label="Last row of headings", help_text="0: there are none."
    )
    all_sheets = forms.BooleanField(
        required=False,
        label="Read every sheet with the same headings",
        help_text="Where no column says a portfolio, each sheet is one.",
    )
    left_out = RowsField()
    unit = forms.ChoiceField(choices=UNITS, required=False, label="A bare number is in")
    negative = forms.BooleanField(
        required=False,
        label="Savings are printed as negatives",
        help_text="Every sign is turned round: what is printed without a minus is a pressure.",
    )
    cumulative = forms.BooleanField(
        required=False,
        label="Years are cumulative",
        help_text="Each year holds what all years up to it come to.",
    )
    portfolio_rows = forms.BooleanField(
        required=False, label="A portfolio stands in a row of its own above its programmes"
    )
    portfolio = forms.CharField(
        max_length=60, label="Portfolio", help_text="Of programmes without one in the file."
    )
    confidence = forms.ChoiceField(
        choices=[("", "none: leave them uncovered"), *Confidence.choices],
        required=False,
        label="Confidence",
        help_text="Of figures without one in the file. Red is what nobody has validated.",
    )
    fund = forms.ChoiceField(choices=Fund.choices, label="Fund", help_text="Where none is said.")

    def __init__(
        self,
        data: Any = None,
        *,
        mapping: PlanMapping,
        sheets: Sequence[Sheet],
        reading: Reading,
        known: Mapping[str, Portfolio],
    ) -> None:
        self.mapping = mapping
        given = mapping.as_json()
        super().__init__(
            data, initial={**given, "fund": mapping.fund, "headings": mapping.headings}
        )
        self.initial.update({"portfolio": mapping.portfolio, "left_out": left_out(mapping.rows)})
        titles = [(sheet.title, sheet.title or "the file") for sheet in sheets]
        self.fields["sheet"].choices = titles  # type: ignore[attr-defined]
        self.sheet_title = reading.sheet
        shown = next(sheet for sheet in sheets if sheet.title == reading.sheet)
        self._add_columns(shown.turned() if mapping.turned else shown)
        self._add_words(reading, known)

    # --- columns ---------------------------------------------------------------------------------

    def _add_columns(self, sheet: Sheet) -> None:
        self.columns: list[dict] = []
        for shown in columns_of(sheet, self.mapping.headings):
            name = shown["name"]
            column = self.mapping.columns.get(name)
            label = f"column {name}"
            said = {
                "is": forms.ChoiceField(choices=MEANINGS, required=False, label=f"What {label} is"),
                "year": YearField(required=False, max_length=10, label=f"Year of {label}"),
                "confidence": forms.ChoiceField(
                    choices=CONFIDENCES, required=False, label=f"Confidence of {label}"
                ),
                "fund": forms.ChoiceField(choices=FUNDS, required=False, label=f"Fund of {label}"),
            }
            for part, form_field in said.items():
                self.fields[f"{name}-{part}"] = form_field
                value = getattr(column, "meaning" if part == "is" else part) if column else None
                self.initial[f"{name}-{part}"] = "" if value is None else str(value)
            self.columns.append(shown | {"fields": [self[f"{name}-{part}"] for part in said]})

    # --- words -----------------------------------------------------------------------------------

    def _add_words(self, reading: Reading, known: Mapping[str, Portfolio]) -> None:
        """A question for each word of the file whose meaning is the council's own."""
        self.words: list[tuple[str, str, str]] = []  # (field, kind, word)
        for meaning, kind, choices in (
            (Meaning.CONFIDENCE, "confidences", CONFIDENCES),
            (Meaning.FUND, "funds", FUNDS),
            (Meaning.KIND, "kinds", KINDS),
        ):
            for word in words_of(reading, meaning):
                means = getattr(self.mapping, f"{meaning}_of")(word)
                label = (
                    f"“{word}” is the {meaning}" if meaning is not Meaning.KIND else f"“{word}” is"
                )
                self._add_word(kind, word, label, choices, means or "")
        if known:
            held = sorted({portfolio.name for portfolio in known.values()})
            choices = [("", IS_NEW), *((name, name) for name in held)]
            renamed = {key(name): to for name, to in self.mapping.portfolios.items()}
            for name in reading.portfolios[:60]:
                if key(name) not in known or key(name) in renamed:
                    label = f"Portfolio “{name}”"
                    self._add_word("portfolios", name, label, choices, renamed.get(key(name), ""))

    def _add_word(self, kind: str, word: str, label: str, choices: list, means: str) -> None:
        field = f"{kind}-{len(self.words)}"
        self.words.append((field, kind, word))
        self.fields[field] = forms.ChoiceField(choices=choices, required=False, label=label)
        self.initial[field] = means

    @property
    def about_sheet(self) -> list:
        names = ["turned", "headings", "left_out", "unit", "negative", "cumulative"]
        if len(self.fields["sheet"].choices) > 1:  # type: ignore[attr-defined]
            names = ["sheet", "all_sheets", *names]
        return [self[name] for name in (*names, "portfolio_rows")]

    @property
    def about_gaps(self) -> list:
        return [self[name] for name in ("portfolio", "confidence", "fund")]

    @property
    def about_words(self) -> list:
        return [self[field] for field, _, _ in self.words]

    # --- what it says ----------------------------------------------------------------------------

    def said(self) -> PlanMapping:
        """The mapping as corrected, where the form is valid; what no field asks about stays."""
        cleaned = self.cleaned_data
        columns = dict(self.mapping.columns)
        for column in self.columns:
            name = column["name"]
            columns.pop(name, None)
            if cleaned[f"{name}-is"]:
                columns[name] = Column(
                    Meaning(cleaned[f"{name}-is"]),
                    cleaned[f"{name}-year"],
                    _or_none(Confidence, cleaned[f"{name}-confidence"]),
                    _or_none(Fund, cleaned[f"{name}-fund"]),
                    self.mapping.columns[name].why if name in self.mapping.columns else "",
                )
        words: dict[str, Any] = {
            kind: dict(getattr(self.mapping, kind))
            for kind in ("confidences", "funds", "kinds", "portfolios")
        }
        for field, kind, word in self.words:
            words[kind] = {said: to for said, to in words[kind].items() if key(said) != key(word)}
            if cleaned[field]:
                of: Any = {"confidences": Confidence, "funds": Fund, "kinds": PlanKind}.get(
                    kind, str
                )
                words[kind][word] = of(cleaned[field])
        return replace(
            self.mapping,
            sheet=cleaned["sheet"] or self.sheet_title,
            turned=cleaned["turned"],
            headings=cleaned["headings"],
            all_sheets=cleaned["all_sheets"],
            columns=columns,
            rows=leaving_out(self.mapping.rows, cleaned["left_out"]),
            unit=cleaned["unit"],
            negative=cleaned["negative"],
            cumulative=cleaned["cumulative"],
            portfolio_rows=cleaned["portfolio_rows"],
            portfolio=cleaned["portfolio"],
            confidence=_or_none(Confidence, cleaned["confidence"]),
            fund=Fund(cleaned["fund"]),
            **words,
        )


def _or_none(kind: Any, value: str) -> Any:
    return kind(value) if value else None


def words_of(reading: Reading, meaning: Meaning) -> list[str]:
    """The different words of a column, in the order of the file; no more than a form can ask."""
    spelt: dict[str, str] = {}
    for row in reading.rows:
        word = row.words.get(meaning)
        if word:
            spelt.setdefault(key(word), word)
    return list(spelt.values())[:60]


class TakeForm(PositionForm):
    """The position that the plan becomes."""

    as_at = forms.DateField(
        label="As at", widget=forms.DateInput(attrs={"placeholder": "31/03/2025"})
    )
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    field_order: Iterable[str] = ("name", "short_name", "kind", "as_at")


class RegisterTakeForm(OnceForm):
    """Nothing but what is shown: a register says the rest itself."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SaveForm(forms.Form):
    """The name to keep a mapping under."""

    name = forms.CharField(
        max_length=80, label="Keep this mapping as", help_text="For the council's next file."
    )
