"""Plan against forecast against delivered: the arithmetic, in whole pence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """Where delivery stands in a year. ``plan`` is the cumulative amount for the year.

    ``recurrent`` is what of the plan stays in the budgets that follow, ``recovered`` what recovery
    and replacement plans bring from next year on. What is not known is ``None``.
    """

    plan: int | None
    forecast: int | None
    recurrent: int | None
    recovered: int = 0

    @property
    def gap(self) -> int | None:
        """What the year falls short of its plan; below zero where it does better."""
        if self.plan is None or self.forecast is None:
            return None
        return self.plan - self.forecast

    @property
    def next_year(self) -> int | None:
        """What next year's budget starts short by: the recurrent gap, less what is recovered."""
        if self.gap is None or self.recurrent is None:
            return None
        return max(0, min(self.gap, self.recurrent) - self.recovered)
