"""A play: people of every role do what they do, in any order, rightly and wrongly.

After each step the promises of the design hold: totals are their lines, what is published stands,
transfers net to zero, movement closes, versions only grow, each change says who and why, and a
refused action has changed nothing at all.
"""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max, Sum
from hypothesis import currently_in_test_context, event, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from accounts.models import Submission
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role, State
from accounts.viewer import SYSTEM
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Highlight, Organisation, Position, ProgrammePlace
from reports import rollups, versions
from reports.actions.edit_row import remove_row, save_row
from reports.actions.open_position import open_position
from reports.actions.publish_position import publish_position
from reports.actions.restate_figure import restate_figure
from reports.actions.sign import confirm_programme, sign_position
from reports.kinds import KINDS
from reports.library import Library
from reports.models import PublishedFile, Restatement
from reports.quantities import Quantity
from reports.registry import REPORTS
from reports.safekeeping.integrity import findings
from reports.table import Ask
from reports.table import Role as RowRole
from savings.actions.apportion_portfolio import default_saving
from savings.actions.claim_months import Achieved, ClaimsRefused, claim_months, claims_version
from savings.actions.decide_request import (
    DecidedAlready,
    FiguresMoved,
    agree_request,
    refuse_request,
    withdraw_request,
)
from savings.actions.judge_claim import judge_claim
from savings.actions.save_grid import CannotAsk, held_by, save_grid
from savings.claims import BY_FINANCE
from savings.grid import Cell, Grid
from savings.models import (
    ChangeRequest,
    Confidence,
    DeliveredSaving,
    Fund,
    SavingsLine,
    Transfer,
)
from savings.tolerance import agreed_last

REFUSED = (
    PermissionDenied,
    ValidationError,
    AlreadySubmitted,
    SomebodyElseSaved,
    CannotAsk,
    DecidedAlready,
    FiguresMoved,
    ClaimsRefused,
)
EDITORS = {Role.PMO_EDITOR, Role.PORTFOLIO_LEAD}
FINANCE = {Role.FINANCE_PARTNER, Role.SECTION_151}
TOLERANCE = 10_000_000  # pence
HISTORIES = [
    model.history.model
    for model in (SavingsLine, Transfer, ChangeRequest, Highlight, DeliveredSaving)
]

# Mostly those who may, so that things happen; now and then anybody.
editor = st.sampled_from([*[Role.PMO_EDITOR] * 16, *[Role.PORTFOLIO_LEAD] * 4, *Role])
publisher = st.one_of(*[st.just(Role.PMO_EDITOR)] * 3, editor)
finance = st.sampled_from([*[Role.SECTION_151] * 8, *[Role.FINANCE_PARTNER] * 8, *Role])
which = st.integers(0, 4)
year = st.integers(0, 4)
pence = st.integers(-3_000_000, 3_000_000).filter(bool)
much = st.one_of(pence, pence, st.sampled_from([15_000_000, -15_000_000, 10_000_000, 10**15]))
late = st.sampled_from([0, 0, 0, 0, -1, 1])  # how far the version is from the one that stands
why = st.sampled_from(["Because.", "The Board said so.", "Because.", "Because.", ""])


def lines_of(position: Position) -> str:
    """A checksum of all that a position says of its savings and transfers."""
    lines = SavingsLine.objects.at(position).order_by("pk").values_list()
    moves = Transfer.objects.filter(position=position).order_by("pk").values_list()
    places = ProgrammePlace.objects.filter(position=position).order_by("pk").values_list()
    return sha256(repr([*lines, *moves, *places]).encode()).hexdigest()


def files_of(position: Position) -> list[tuple]:
    files = position.files.order_by("pk").values_list("pk", "name", "sha256")
    return [*files, *position.tables.order_by("pk").values_list("pk", "sha256")]


def tell(how: Callable, words: str) -> None:
    """Say it to hypothesis, if it is the one who plays."""
    if currently_in_test_context():
        how(words)


def newest_history() -> list[int]:
    return [model.objects.aggregate(n=Max("history_id"))["n"] or 0 for model in HISTORIES]


class Programme(RuleBasedStateMachine):
    people: dict[Role, object]
    done: Counter[str] = Counter()  # over all that were played

    def __init__(self) -> None:
        super().__init__()
        self.trial = transaction.atomic()
        self.trial.__enter__()
        Organisation.objects.update(tolerance=TOLERANCE)
        self.published = self.steps = 0
        self.token = uuid.uuid4()
        self.versions: dict[int, int] = {}
        self.seen = newest_history()
        self.frozen: dict[int, tuple[str, list[tuple]]] = {}
        self.changed = True
        self._freeze()

    def teardown(self) -> None:
        if self.published:
            assert list(findings()) == []
        transaction.set_rollback(True)
        self.trial.__exit__(None, None, None)

    # --- what it is played on

    def _freeze(self) -> None:
        for position in Position.objects.filter(state=State.PUBLISHED):
            self.frozen.setdefault(position.pk, (lines_of(position), files_of(position)))

    @property
    def position(self) -> Position:
        """The working position, or the newest published one where none is open."""
        held = list(Position.objects.select_related("establishment").newest_first())
        published = next(p for p in held if p.is_published)
        return next((p for p in held if p.is_working and not p.is_scenario), published)

    def place(self, number: int) -> ProgrammePlace:
        """One of five programmes, the first of them of the portfolio lead's."""
        led = self.people[Role.PORTFOLIO_LEAD].portfolios.get()
        places = ProgrammePlace.objects.filter(position=self.position, shows="money")
        places = places.select_related("position", "portfolio", "programme").order_by("pk")
        return [*places.filter(portfolio=led)[:2], *places.exclude(portfolio=led)[:3]][number]

    def attempt(self, act: Callable, who: Role, may: Iterable[Role], **given) -> object:
        """Do it, or find that it is refused and has changed nothing; what it gave, or ``None``."""
        self.steps += 1
        before = versions.current(), Submission.objects.count(), newest_history()
        tell(note, f"{act.__name__} by {who}")
        try:
            with transaction.atomic():
                done = act(by=self.people[who], **given)
        except REFUSED as refusal:
            tell(note, f"refused: {type(refusal).__name__} {refusal}")
            tell(event, f"{act.__name__} refused: {type(refusal).__name__}")
            assert (versions.current(), Submission.objects.count(), newest_history()) == before
            return None
        assert who in may, f"{who} may not {act.__name__}"
        self.changed = True
        told = "asked for" if isinstance(done, ChangeRequest) and act is save_grid else "done"
        tell(event, f"{act.__name__} {told}")
        self.done[f"{act.__name__} {told}"] += 1
        return True if done is None else done

    # --- what editors do

    @rule(
        who=editor,
        n=which,
        cells=st.lists(st.tuples(st.sampled_from(Confidence), year, much), min_size=1, max_size=3),
        late=late,
        why=why,
        again=st.booleans(),
    )
    def saves_a_grid(self, who, n, cells, late, why, again):
        place = self.place(n)
        held = held_by(place)
        saving = default_saving(place.programme).pk
        amounts = dict(held.amounts)
        for confidence, number, amount in cells:
            at = Cell(saving, confidence, Fund.GENERAL_FUND, place.position.years[number])
            amounts[at] = amounts.get(at, 0) + amount
        wanted = Grid({cell: amount for cell, amount in amounts.items() if amount})
        twice = again and Submission.objects.filter(token=self.token).exists()
        self.token = self.token if twice else uuid.uuid4()
        done = self.attempt(
            save_grid,
            who,
            EDITORS,
            place=place,
            grid=wanted,
            version=place.version + late,
            note=why,
            token=self.token,
        )
        if done is None:
            return
        assert not twice
        assert place.position.is_working
        moved = wanted.changes_from(held)
        assert late == 0 or not moved
        if isinstance(done, ChangeRequest):
            assert held_by(place) == held
            assert ChangeRequest.objects.open().filter(place=place).count() == 1
        else:
            assert done == moved
            assert held_by(place).amounts == wanted.amounts
            if moved:
                assert set(
                    SavingsLine.objects.filter(place=place).values_list("basis", flat=True)
                ) <= {"entered"}
                assert ProgrammePlace.objects.get(pk=place.pk).confirmed_by is None
        if who == Role.PORTFOLIO_LEAD:
            assert place.portfolio in self.people[who].portfolios.all()

    @rule(
        who=st.sampled_from([*[Role.PMO_EDITOR] * 5, Role.PORTFOLIO_LEAD]),
        n=which,
        confidence=st.sampled_from(Confidence),
        number=year,
        amount=st.sampled_from([TOLERANCE + 1, -TOLERANCE - 1, 15_000_000, 2 * TOLERANCE]),
        how=st.sampled_from([None, agree_request, refuse_request, withdraw_request]),
        officer=st.sampled_from(sorted(FINANCE)),
    )
    def goes_beyond_the_tolerance(self, who, n, confidence, number, amount, how, officer):
        cells = [(confidence, number, amount)]
        self.saves_a_grid(who, n, cells, late=0, why="Because.", again=False)
        if how and ChangeRequest.objects.open().exists():
            by = who if how is withdraw_request else officer
            self.decides_on_a_request(by, 0, how, late=0, why="Because.")

    @rule(
        who=editor,
        n=st.integers(0, 20),
        words=st.text("abc é", min_size=1, max_size=9),
        late=late,
        gone=st.booleans(),
    )
    def edits_or_removes_a_highlight(self, who, n, words, late, gone):
        held = list(Highlight.objects.filter(position=self.position).order_by("pk"))
        if not held:
            return
        row = held[n % len(held)]
        given = {"kind": KINDS["highlight"], "row": row, "version": version_of(row) + late}
        given |= {"why": "Because.", "token": uuid.uuid4()}
        row.text = words
        done = self.attempt(remove_row if gone else save_row, who, EDITORS, **given)
        assert not (done and late)

    @rule(who=editor, one=which, other=which, year=st.none() | year, amount=pence.map(abs) | pence)
    def proposes_a_transfer(self, who, one, other, year, amount):
        position = self.position
        row = Transfer(
            position=position,
            from_programme=self.place(one).programme,
            to_programme=self.place(other).programme,
            year=None if year is None else position.years[year],
            confidence="" if year is None else Confidence.AMBER,
            amount=amount,
        )
        self.attempt(self.save_transfer, who, EDITORS, row=row)

    @rule(who=editor, n=which, to=st.sampled_from(Transfer.State), signed=st.booleans())
    def moves_a_transfer_on(self, who, n, to, signed):
        held = list(Transfer.objects.filter(position=self.position).order_by("pk"))
        if held:
            row = held[n % len(held)]
            row.state = to
            row.agreed_by, row.agreed_on = (
                ("The Board", self.position.as_at) if signed else ("", None)
            )
            self.attempt(self.save_transfer, who, EDITORS, row=row)

    @staticmethod
    def save_transfer(*, row, by):
        """As the form does: the row is looked at before it is saved."""
        row.full_clean()
        given = {"version": version_of(row), "why": "Agreed.", "token": uuid.uuid4()}
        save_row(kind=KINDS["transfer"], row=row, by=by, **given)

    # --- what approvers do

    @precondition(lambda self: ChangeRequest.objects.exists())
    @rule(
        who=finance | st.just(Role.PMO_EDITOR),
        n=which,
        late=late,
        why=why,
        how=st.sampled_from([agree_request, agree_request, refuse_request, withdraw_request]),
    )
    def decides_on_a_request(self, who, n, how, late, why):
        held = sorted(ChangeRequest.objects.for_reading(), key=lambda one: not one.is_open)
        asked = held[n % min(len(held), 2)]  # mostly one that waits
        was_open, before = asked.is_open, held_by(asked.place)
        given = {"request": asked, "token": uuid.uuid4()}
        if how is not withdraw_request:
            given |= {"note": why}
        if how is agree_request:
            given |= {"version": asked.place.version + late}
        may = EDITORS if how is withdraw_request else FINANCE
        if self.attempt(how, who, may, **given) is None:
            return
        assert was_open
        assert asked.place.position.is_working
        now = ChangeRequest.objects.get(pk=asked.pk)
        assert now.decided_by == self.people[who]
        agreed = how is agree_request
        wanted = Grid.from_rows(asked.after) if agreed else before
        assert held_by(asked.place).amounts == wanted.amounts
        assert how is not refuse_request or why

    @rule(who=finance, n=which, late=late)
    def confirms(self, who, n, late):
        place = self.place(n)
        done = self.attempt(
            confirm_programme, who, FINANCE, place=place, version=place.version + late
        )
        assert not (done and late)

    @rule(who=finance)
    def signs(self, who):
        position = self.position
        signed = position.signed_by_id
        if self.attempt(sign_position, who, {Role.SECTION_151}, position=position):
            assert signed is None

    # --- what publishers do

    @precondition(lambda self: self.steps > 6 and not self.published)
    @rule(who=publisher, why=why, cabinet=st.sampled_from([False, False, True]))
    def publishes(self, who, why, cabinet):
        position = self.position
        kinds = Position.Kind
        signed = position.signed_by_id
        waits = ChangeRequest.objects.at(position).open().exists()
        details = {
            "name": "A new one",
            "slug": "a-new-one",
            "short_name": "New",
            "kind": kinds.QUARTERLY_CABINET if cabinet else kinds.MONTHLY_BOARD,
        }
        done = self.attempt(
            publish_position, who, {Role.PMO_EDITOR}, position=position, note=why, details=details
        )
        if done:
            assert not waits, "published over a change that waits"
            assert signed or not cabinet, "published without the section 151 officer"
            self.published += 1
            self._freeze()

    @rule(who=publisher, scenario=st.booleans())
    def opens(self, who, scenario):
        source = self.position
        number = Position.objects.count()
        kind = Position.Kind.SCENARIO if scenario else Position.Kind.MONTHLY_BOARD
        done = self.attempt(
            open_position,
            who,
            {Role.PMO_EDITOR},
            source=source,
            name=f"Opened {number}",
            slug=f"opened-{number}",
            short_name=f"O{number}",
            kind=kind,
        )
        if done:
            assert scenario or source.is_published
            same = [
                SavingsLine.objects.at(p).aggregate(n=Sum("amount"))["n"] for p in (source, done)
            ]
            assert same[0] == same[1]

    @rule(who=editor, value=st.integers(0, 10**12), newest=st.booleans())
    def restates(self, who, value, newest):
        held = list(Position.objects.select_related("establishment").newest_first())
        position = held[0] if newest else next(p for p in held if p.is_published)
        done = self.attempt(
            restate_figure,
            who,
            {Role.PMO_EDITOR},
            position=position,
            quantity=Quantity(),
            value=value,
            why="Added up anew.",
            reported_in="Minutes",
            token=uuid.uuid4(),
        )
        if done:
            assert position.is_published

    # --- what is delivered

    @rule(
        who=editor,
        n=which,
        month=st.integers(1, 12),
        amount=st.none() | pence,
        late=late,
        move=st.sampled_from([None, *BY_FINANCE]),
    )
    def claims(self, who, n, month, amount, late, move):
        programme = self.place(n).programme
        on = datetime.date(2024, month, 1)
        held = DeliveredSaving.objects.filter(programme=programme, saving=None, month=on).first()
        wanted = None if amount is None else Achieved(amount, True, "A ledger line.")
        done = self.attempt(
            claim_months,
            who,
            EDITORS,
            programme=programme,
            saving=None,
            months={on: wanted},
            version=claims_version(programme) + late,
            token=uuid.uuid4(),
        )
        if done and held and held.state in ("validated", "banked"):
            assert done == 0 or done is True, "a claim that Finance has agreed was changed"
        if done and wanted and move:
            self.judges_a_claim(Role.FINANCE_PARTNER, 0, move, late=0, why="Because.")

    @precondition(lambda self: DeliveredSaving.objects.exists())
    @rule(who=finance, n=which, move=st.sampled_from(BY_FINANCE), late=late, why=why)
    def judges_a_claim(self, who, n, move, late, why):
        held = list(DeliveredSaving.objects.order_by("-pk"))
        claim = held[n % len(held)]
        done = self.attempt(
            judge_claim,
            who,
            FINANCE,
            claim=claim,
            move=move,
            reason=why,
            version=version_of(claim) + late,
            token=uuid.uuid4(),
        )
        assert not (done and late)
        assert not (done and move == "reject" and not why)
        assert not (done and move == "bank" and claim.state != "validated")

    # --- what always holds

    @invariant()
    def promises_hold(self):
        if not self.changed:
            return
        self.changed = False
        assert rollups.differences() == []
        for pk, (lines, files) in self.frozen.items():
            position = Position.objects.get(pk=pk)
            assert (lines_of(position), files_of(position)) == (lines, files)
        assert all(file.is_intact for file in PublishedFile.objects.order_by("-pk")[:20])
        assert all(r.position.is_published for r in Restatement.objects.select_related("position"))
        working = Position.objects.filter(state=State.WORKING)
        assert working.exclude(kind=Position.Kind.SCENARIO).count() <= 1
        self._nothing_moved_further_than_was_agreed()
        self._versions_only_grow()
        self._history_says_who_and_why()
        self._movement_closes()

    def _nothing_moved_further_than_was_agreed(self):
        decided = ChangeRequest.objects.filter(state=ChangeRequest.State.AGREED)
        for one in decided.select_related("decided_by"):
            assert one.decided_by_id != one.by_id, "agreed by who asked"
            assert one.decided_by.role in FINANCE
        if not self.position.is_working:
            return
        for place in (self.place(n) for n in range(5)):
            base, now = agreed_last(place).sums(), held_by(place).sums()
            assert all(abs(now[of] - base[of]) <= TOLERANCE for of in {*base, *now}), place
        open_ones = ChangeRequest.objects.open().values("place").annotate(n=Count("pk"))
        assert all(one["n"] == 1 for one in open_ones)

    def _versions_only_grow(self):
        for pk, version in ProgrammePlace.objects.values_list("pk", "version"):
            assert version >= self.versions.get(pk, 0)
            self.versions[pk] = version

    def _history_says_who_and_why(self):
        for model, since in zip(HISTORIES, self.seen, strict=True):
            for entry in model.objects.filter(history_id__gt=since):
                opened = (entry.history_change_reason or "").startswith("opened from")
                assert entry.history_user_id or opened, f"{entry} says nobody"
        self.seen = newest_history()

    def _movement_closes(self):
        """Each pound between a position and the one it was opened from is classed once."""
        now = self.position
        before = now.opened_from
        if before is None or not SavingsLine.objects.at(before).exists():
            return
        positions = list(Position.objects.select_related("establishment").newest_first())
        book = {p.pk: p for p in positions}
        ask = Ask(Library(SYSTEM, positions), book[now.pk], compare=book[before.pk])
        table = REPORTS["movement"].build(ask)
        classes = ["transfers", "corrected", "new", "stopped", "re_estimated"]
        parts = [c.key for c in table.columns if c.key in classes]
        for row in [*table.of_role(RowRole.BODY), *table.of_role(RowRole.TOTAL)]:
            cells = {key: row.cells[key].number or 0 for key in (*parts, "change", "expected")}
            earlier = row.cells["earlier"].number or 0
            assert sum(cells[part] for part in parts) == cells["change"]
            assert cells["expected"] - earlier == cells["change"]
        [total] = table.of_role(RowRole.TOTAL)
        assert not total.cells["transfers"].number
        told = {
            p.pk: SavingsLine.objects.at(p)
            .on_the_general_fund()
            .filter(place__shows="money")
            .aggregate(n=Sum("amount"))["n"]
            or 0
            for p in (now, before)
        }
        assert total.cells["expected"].number == told[now.pk]
        assert total.cells["earlier"].number == told[before.pk]
