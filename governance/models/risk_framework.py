from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Q

from accounts.history import History
from governance.register import COLUMNS
from governance.steps import MOST, TENTHS, in_step

LIKELIHOODS = "Rare\nUnlikely\nPossible\nLikely\nAlmost certain"
IMPACTS = "Insignificant\nMinor\nModerate\nMajor\nCritical"
FEWEST = 2


def all_columns() -> str:
    """Every column of the register, in the order of ``COLUMNS``."""
    return "\n".join(COLUMNS.values())


class Band(models.TextChoices):
    """How a score is spoken of."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"


class FrameworkManager(models.Manager["RiskFramework"]):
    def held(self) -> "RiskFramework":
        """The council's framework; until it has set one, the usual five by five."""
        return self.first() or RiskFramework()


class RiskFramework(models.Model):
    """How the council rates risks: its two scales, its bands and the columns of its register.

    There is one. A scale has as many steps as labels.
    """

    likelihood_labels = models.TextField(
        "likelihood, step by step", default=LIKELIHOODS, help_text="One label a line, from 1 up."
    )
    impact_labels = models.TextField(
        "impact, step by step", default=IMPACTS, help_text="One label a line, from 1 up."
    )
    fractions = models.BooleanField(
        "steps between whole ones can be given (3.5)", default=True, blank=True
    )
    medium_from = models.PositiveSmallIntegerField(
        "medium from a score of", default=5, help_text="A score is likelihood times impact."
    )
    high_from = models.PositiveSmallIntegerField("high from a score of", default=10)
    very_high_from = models.PositiveSmallIntegerField("very high from a score of", default=16)
    register_columns = models.TextField(
        "columns of the register",
        default=all_columns,
        help_text="One heading a line, in the order your register prints them; "
        "leave out what it does not print.",
    )

    objects = FrameworkManager()
    history = History()

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_risk_framework", condition=Q(pk=1)),
            models.CheckConstraint(
                name="risk_bands_in_order",
                condition=Q(medium_from__gte=1)
                & Q(high_from__gt=F("medium_from"))
                & Q(very_high_from__gt=F("high_from")),
                violation_error_message="The bands go up: medium starts at 1 or more, "
                "high above medium, very high above high.",
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.likelihoods)} × {len(self.impacts)}"

    def save(self, *args, **kwargs) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def likelihoods(self) -> list[str]:
        return _lines(self.likelihood_labels)

    @property
    def impacts(self) -> list[str]:
        return _lines(self.impact_labels)

    @property
    def columns(self) -> list[str]:
        """The keys of the register's columns, in the council's order."""
        keys = {heading: key for key, heading in COLUMNS.items()}
        return [keys[heading] for heading in _lines(self.register_columns) if heading in keys]

    def band(self, score: int) -> Band:
        """What a score, in hundredths, is called."""
        reached = [(self.very_high_from, Band.VERY_HIGH), (self.high_from, Band.HIGH)]
        reached.append((self.medium_from, Band.MEDIUM))
        whole = TENTHS * TENTHS
        return next((band for least, band in reached if score >= least * whole), Band.LOW)

    def range_of(self, band: Band) -> tuple[int, int]:
        """The scores of a band in hundredths: from the first, to just below the second."""
        ends = [0, self.medium_from, self.high_from, self.very_high_from, MOST * MOST + 1]
        at = list(Band).index(band)
        return ends[at] * TENTHS * TENTHS, ends[at + 1] * TENTHS * TENTHS

    def refuse_off_scale(self, **ratings: int | None) -> None:
        """Raise ``ValidationError`` by field where a rating, in tenths, is off the scale.

        A name ends in ``likelihood`` or ``impact``; what is ``None`` is not given.
        """
        wrong = {}
        for name, tenths in ratings.items():
            labels = self.impacts if name.endswith("impact") else self.likelihoods
            if tenths is not None and (sentence := self._wrong(tenths, labels)):
                wrong[name] = sentence
        if wrong:
            raise ValidationError(wrong)

    def _wrong(self, tenths: int, labels: list[str]) -> str:
        scale = f"from 1 ({labels[0]}) to {len(labels)} ({labels[-1]})"
        if not TENTHS <= tenths <= len(labels) * TENTHS:
            return f"{in_step(tenths)} is off the scale, which goes {scale}."
        if tenths % TENTHS and not self.fractions:
            return f"{in_step(tenths)} is between two steps; the scale has whole ones, {scale}."
        return ""

    def clean(self) -> None:
        """Scales of a sensible length that hold what is rated by them, and columns there are."""
        if self._state.adding and RiskFramework.objects.exists():
            raise ValidationError("The framework is set already: edit it instead.")
        wrong: dict[str, str] = {}
        for name, labels in [("likelihood", self.likelihoods), ("impact", self.impacts)]:
            used = _highest(name)
            if not FEWEST <= len(labels) <= MOST:
                wrong[f"{name}_labels"] = f"Give {FEWEST} to {MOST} labels, one a line."
            elif used > len(labels) * TENTHS:
                wrong[f"{name}_labels"] = (
                    f"A risk is rated {in_step(used)}: rate it anew before the scale ends at "
                    f"{len(labels)}."
                )
        unknown = [h for h in _lines(self.register_columns) if h not in COLUMNS.values()]
        if unknown or not self.columns:
            named = f"“{unknown[0][:60]}” is not among them. " if unknown else ""
            wrong["register_columns"] = f"{named}The columns are: {', '.join(COLUMNS.values())}."
        if wrong:
            raise ValidationError(wrong)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _highest(axis: str) -> int:
    """The highest rating, in tenths, that any risk has on an axis."""
    from governance.models.risk import Risk

    rated = Risk.objects.aggregate(
        *(Max(f"{of}{axis}") for of in ("", "inherent_", "target_"))
    ).values()
    return max((tenths for tenths in rated if tenths is not None), default=0)
