"""What a file can be taken in as, a plan or a register: what each step of its import does."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.urls import reverse

from accounts.forms import OnceForm
from accounts.models import User
from agt.words import clock
from portfolios.models import Position
from reports.actions.import_plan import Details, Imported, import_plan, known_portfolios
from reports.actions.import_register import import_register
from reports.exchange.filling import Filling
from reports.exchange.guessing import guess, guess_of
from reports.exchange.mapping import Mapping
from reports.exchange.meanings import labels_of
from reports.exchange.reading import find_sheet
from reports.exchange.register import RegisterMapping, guess_register, read_register
from reports.exchange.registers import PLAN, REGISTERS
from reports.exchange.several import read_plan
from reports.exchange.sheet import Sheet
from reports.pages.exchange import shown
from reports.pages.exchange.forms import MappingForm, RegisterTakeForm, TakeForm
from reports.pages.exchange.register_form import RegisterForm
from reports.reconciliation import State as Standing

ROWS_SHOWN = 100
LABELS = {PLAN: "a savings plan"} | {name: held.label for name, held in REGISTERS.items()}


class Road:
    """A file on its way in, under one mapping."""

    take_form: ClassVar[type[OnceForm]]
    refusal = ""  # why nothing can be taken in now

    def __init__(
        self, holds: str, sheets: list[Sheet], reader: User, positions: Sequence[Position]
    ) -> None:
        self.holds, self.sheets, self.reader, self.positions = holds, sheets, reader, positions

    def marked(self) -> dict[str, Any]:
        """The sheet as it is read, with what its rows and columns are taken for."""
        sheet = find_sheet(self.sheets, self.mapping.sheet)
        turned = sheet.turned() if self.mapping.turned else sheet
        return shown.marked(turned, *self.meant()) | {"turned": self.mapping.turned}

    mapping: Any

    def meant(self) -> tuple[dict[int, str], dict[str, str]]:
        """What each row, from 0, and each column is taken for, in words."""
        raise NotImplementedError


class PlanRoad(Road):
    """A plan becomes a position of its own."""

    take_form = TakeForm

    def guess(self) -> dict[str, Any]:
        return guess(self.sheets).as_json()

    def follow(self, content: dict[str, Any]) -> None:
        """Read the file under a mapping, as JSON. ``ValueError`` says what is wrong with it."""
        self.mapping = Mapping.from_json(content)
        self.reading = read_plan(self.sheets, self.mapping)

    @property
    def lead(self) -> str:
        figures, made = len(self.reading.entries), len(self.reading.programmes)
        return f"{figures:,} figures and {made:,} programmes are seen in it so far."

    def form(self, data: Any) -> MappingForm:
        return MappingForm(
            data,
            mapping=self.mapping,
            sheets=self.sheets,
            reading=self.reading,
            known=known_portfolios(),
        )

    def corrected(self, form: MappingForm) -> tuple[dict[str, Any], bool]:
        """The mapping as JSON, and whether it was guessed anew, for another sheet or side."""
        said = form.said()
        if (said.sheet, said.turned) == (self.reading.sheet, self.mapping.turned):
            return said.as_json(), False
        sheet = find_sheet(self.sheets, said.sheet)
        return guess_of(sheet, turned=said.turned).as_json(), True

    def meant(self) -> tuple[dict[int, str], dict[str, str]]:
        means = {}
        for at, column in self.mapping.columns.items():
            said = (column.meaning, column.year, column.confidence, column.fund)
            means[at] = ", ".join(str(part) for part in said if part)
        here = [row for row in self.reading.rows if row.sheet in ("", self.reading.sheet)]
        return {row.index: shown.KINDS[row.kind] for row in here}, means

    def preview(self, number: Any) -> dict[str, Any]:
        page = Paginator(self.reading.rows, ROWS_SHOWN).get_page(number)
        return {"reading": self.reading} | shown.preview(self.reading, page, known_portfolios())

    def initial(self, name: str) -> dict[str, Any]:
        free = set(Position.objects.not_begun())
        open_now = any(p.is_working and p not in free for p in self.positions)
        kinds = Position.Kind
        stem = name.rsplit(".", 1)[0]
        return {
            "name": stem[:60],
            "short_name": stem[:20],
            "kind": kinds.SCENARIO if open_now else kinds.MONTHLY_BOARD,
            "as_at": f"{clock.today():%d/%m/%Y}",
        }

    def take(self, form: Any, document: str) -> tuple[str, str]:
        """Take it in, as ``import_plan`` does; what was made, and the page that shows it."""
        cleaned = form.cleaned_data
        made = import_plan(
            reading=self.reading,
            details=Details(**form.details(), as_at=cleaned["as_at"]),
            document=document,
            token=cleaned["token"],
            by=self.reader,
        )
        if made.stated.get(Standing.BREAK):
            return told(made), f"{reverse('reconciliation')}?position={made.position.slug}"
        return told(made), reverse("position-detail", args=[made.position.slug])

    @property
    def home(self) -> str:
        return reverse("position-list")


class RegisterRoad(Road):
    """A register adds its rows, one by one, to those that are held."""

    take_form = RegisterTakeForm

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.kind = REGISTERS[self.holds].kind
        working = [p for p in self.positions if p.is_working]
        self.position = next(iter(working or self.positions), Position())
        if not (working or (self.kind.lives_on and self.positions)):
            held = "what is not published belongs to one, and so do portfolios and programmes"
            self.refusal = f"Open a working position first: {held}."

    def guess(self) -> dict[str, Any]:
        return self._guessed(guess_register(self.sheets, self.labels, register=self.holds))

    def _guessed(self, mapping: RegisterMapping) -> dict[str, Any]:
        filling = Filling(self.kind, self.position, mapping)
        return filling.guessed(read_register(self.sheets, mapping)).as_json()

    @property
    def labels(self) -> dict[str, str]:
        return labels_of(self.kind)

    def follow(self, content: dict[str, Any]) -> None:
        """Read the file under a mapping, as JSON. ``ValueError`` says what is wrong with it."""
        mapping = RegisterMapping.from_json(content, self.labels, self.holds)
        self.mapping = mapping.of(self.holds)
        self.register = read_register(self.sheets, self.mapping)
        self.filling = Filling(self.kind, self.position, self.mapping)

    @property
    def lead(self) -> str:
        return f"{len(self.register.rows):,} rows are seen in it so far."

    def form(self, data: Any) -> RegisterForm:
        return RegisterForm(data, register=self.register, sheets=self.sheets, filling=self.filling)

    def corrected(self, form: RegisterForm) -> tuple[dict[str, Any], bool]:
        """The mapping as JSON, and whether it was guessed anew, for another sheet or side."""
        said = form.said()
        if (said.sheet, said.turned) == (self.register.sheet, self.mapping.turned):
            return said.as_json(), False
        sheet = find_sheet(self.sheets, said.sheet)
        anew = guess_register([sheet], self.labels, register=self.holds, turned=said.turned)
        return self._guessed(anew), True

    def meant(self) -> tuple[dict[int, str], dict[str, str]]:
        kinds = {row.number - 1: "Taken" for row in self.register.rows}
        kinds |= {row - 1: shown.OTHERS[use] for row, use in self.register.others.items()}
        labels = self.labels
        return kinds, {at: labels.get(n, n) for at, n in self.mapping.columns.items()}

    def preview(self, number: Any) -> dict[str, Any]:
        looked = self.filling.look(self.register)
        page = Paginator(looked.filled, ROWS_SHOWN).get_page(number)
        what = REGISTERS[self.holds].label
        return {"what": what} | shown.preview_of_register(looked, page, self.labels)

    def initial(self, name: str) -> dict[str, Any]:
        return {}

    def take(self, form: Any, document: str) -> tuple[str, str]:
        """Take it in, as ``import_register`` does; what was added, and the page that shows it."""
        made = import_register(
            kind=self.kind,
            register=self.register,
            position=self.position,
            document=document,
            token=form.cleaned_data["token"],
            by=self.reader,
        )
        rows = "1 row is" if made == 1 else f"{made:,} rows are"
        return f"{rows} added to the {REGISTERS[self.holds].label}.", self.home

    @property
    def home(self) -> str:
        return f"{reverse(REGISTERS[self.holds].page)}?position={self.position.slug}"


def road_for(
    holds: str, sheets: list[Sheet], reader: User, positions: Sequence[Position]
) -> PlanRoad | RegisterRoad:
    """The road of a file that holds a plan or a register."""
    road = PlanRoad if holds == PLAN else RegisterRoad
    return road(holds, sheets, reader, positions)


def told(made: Imported) -> str:
    """What an import made, in a sentence."""
    stated = ", ".join(f"{number:,} {state}" for state, number in sorted(made.stated.items()))
    return (
        f"{made.position} is open: {made.programmes:,} programmes, {made.lines:,} savings lines. "
        + (f"The totals that the file prints: {stated}." if stated else "The file prints no total.")
    )
