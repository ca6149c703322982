"""Financial years: 1 April to 31 March, written 2024/25, or 24/25 where space is short."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models

_WRITTEN = re.compile(r"(\d{4})[/-](\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """One financial year, known by the calendar year it starts in."""

    start: int

    def __post_init__(self) -> None:
        if not 1990 <= self.start <= 2190:
            raise ValueError(f"{self.start} is not the start of a financial year.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2024/25`` (or ``2024-25``); ``ValueError`` says what is allowed."""
        found = _WRITTEN.fullmatch(text.strip())
        if not found or (int(found[1]) + 1) % 100 != int(found[2]):
            raise ValueError(f"“{text[:20]}” is not a financial year. Write it like 2024/25.")
        return cls(int(found[1]))

    @classmethod
    def of(cls, day: datetime.date) -> Self:
        """The financial year a day falls in."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def short(self) -> str:
        """The year where space is short: 24/25."""
        return f"{self.start % 100:02d}/{(self.start + 1) % 100:02d}"

    def __add__(self, years: int) -> "FinancialYear":
        return FinancialYear(self.start + years)

    def through(self, last: "FinancialYear") -> Iterator["FinancialYear"]:
        """Every year from this one to ``last``, both included; none when ``last`` is earlier."""
        return (FinancialYear(start) for start in range(self.start, last.start + 1))


class FinancialYearField(models.SmallIntegerField):
    """A financial year, stored as the calendar year it starts in."""

    description = "Financial year"
    validators = models.Field.validators  # the bounds of an integer are not those of a year

    if TYPE_CHECKING:
        _pyi_private_set_type: FinancialYear | str | None  # type: ignore[assignment]
        _pyi_private_get_type: FinancialYear  # type: ignore[assignment]

    def from_db_value(self, value: int | None, *_: Any) -> FinancialYear | None:
        return None if value is None else FinancialYear(value)

    def to_python(self, value: Any) -> FinancialYear | None:
        if value is None or isinstance(value, FinancialYear):
            return value
        try:
            return FinancialYear(value) if isinstance(value, int) else FinancialYear.parse(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> int | None:
        year = self.to_python(value)
        return None if year is None else year.start

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        given = {"form_class": forms.CharField, "empty_value": None, **kwargs}
        return models.Field.formfield(self, **given)
