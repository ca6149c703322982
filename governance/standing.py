"""Where a programme stands at the gates: what it passed, what was approved, what is next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q

from accounts.viewer import Viewer
from governance.case_moves import LAST
from governance.models import Gate, GateDecision
from portfolios.models import Position, Programme

_FIELDS = [f.attname for f in GateDecision._meta.concrete_fields if f.name != "gate"]


@dataclass(frozen=True, slots=True)
class Step:
    """A gate, and the newest decision there if there is one."""

    gate: Gate
    decision: GateDecision | None

    @property
    def is_passed(self) -> bool:
        """Approved; where the gate decides the case, at the last level the case has."""
        found = self.decision
        if found is None or not found.approves:
            return False
        return not self.gate.decides_case or found.case_level in ("", *LAST)


@dataclass(frozen=True, slots=True)
class Standing:
    """Every gate in order: those that are retired only where they were decided at."""

    steps: tuple[Step, ...]
    decisions: tuple[GateDecision, ...]  # oldest first

    @property
    def passed(self) -> list[Gate]:
        return [step.gate for step in self.steps if step.is_passed]

    @property
    def next(self) -> Gate | None:
        """The first gate in use that is not passed."""
        return next((s.gate for s in self.steps if not s.is_passed and not s.gate.retired), None)

    @property
    def newest(self) -> GateDecision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def saving(self) -> GateDecision | None:
        """The newest decision that approved a saving."""
        return self._newest("pence")

    @property
    def posts(self) -> GateDecision | None:
        """The newest decision that approved posts."""
        return self._newest("fte_low")

    def _newest(self, field: str) -> GateDecision | None:
        told = [d for d in self.decisions if d.approves and getattr(d, field) is not None]
        return told[-1] if told else None


def standing(gates: Iterable[Gate], decisions: Iterable[GateDecision]) -> Standing:
    """Where one programme stands, from all gates and its own decisions."""
    made = tuple(sorted(decisions, key=lambda d: (d.decided_on, d.pk)))
    newest = {decision.gate_id: decision for decision in made}
    return Standing(
        tuple(
            Step(gate, newest.get(gate.pk))
            for gate in sorted(gates, key=lambda g: (g.order, g.pk))
            if gate.pk in newest or not gate.retired
        ),
        made,
    )


def standing_of(programme: Programme) -> Standing:
    """Where one programme stands, in one query: every gate, with what was decided at it."""
    own = Q(decisions__programme=programme)
    gates = Gate.objects.alias(made=FilteredRelation("decisions", condition=own)).annotate(
        **{f"made_{name}": F(f"made__{name}") for name in _FIELDS}
    )
    decisions = [
        GateDecision(gate=gate, **{name: getattr(gate, f"made_{name}") for name in _FIELDS})
        for gate in gates
        if gate.made_id is not None  # type: ignore[attr-defined]
    ]
    return standing({gate.pk: gate for gate in gates}.values(), decisions)


def standings(position: Position, *, visible_to: Viewer) -> dict[int, Standing]:
    """Where each programme that was decided on stands, by programme id, in two queries.

    Under 0 is where every other programme stands.
    """
    gates = {gate.pk: gate for gate in Gate.objects.all()}
    made: dict[int, list[GateDecision]] = {0: []}
    for decision in GateDecision.objects.placed_at(position, visible_to=visible_to):
        decision.gate = gates[decision.gate_id]
        made.setdefault(decision.programme_id, []).append(decision)
    return {pk: standing(gates.values(), decisions) for pk, decisions in made.items()}
