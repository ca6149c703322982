import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Sum

from accounts.history import History
from agt.words import clock
from agt.words.money import MoneyField
from agt.words.years import FinancialYear
from portfolios.models import Illustrative, Programme, ProgrammePlace
from portfolios.models.of_programme import OfProgrammeQuerySet
from savings.claims import COUNTED, ClaimState
from savings.models.saving import Saving

NOT_GENERAL_FUND = (ProgrammePlace.Shows.HRA, ProgrammePlace.Shows.DSG)


NO_REASON = "Say why it is rejected: who claimed it will want to know."


class DeliveredSavingQuerySet(OfProgrammeQuerySet):
    def up_to(self, day: datetime.date) -> Self:
        """Those of months that began by ``day``."""
        return self.filter(month__lte=day)

    def in_year(self, year: FinancialYear) -> Self:
        first, after = first_day(year), first_day(year + 1)
        return self.filter(month__gte=first, month__lt=after)

    def counted(self) -> Self:
        """What Finance has agreed was delivered."""
        return self.filter(state__in=COUNTED)

    def by_programme(self) -> list[tuple[int, datetime.date, str, bool, int]]:
        """(programme id, month, state, cashable, pence), summed; no sample apart."""
        keys = ("programme", "month", "state", "cashable")
        return list(self.order_by().values_list(*keys).annotate(pence=Sum("amount")))


def first_day(year: FinancialYear) -> datetime.date:
    """1 April."""
    return datetime.date(year.start, 4, 1)


def months_of(year: FinancialYear) -> list[datetime.date]:
    """The first days of the twelve months of a financial year."""
    return [datetime.date(year.start + (m > 12), (m - 1) % 12 + 1, 1) for m in range(4, 16)]


class DeliveredSaving(Illustrative):
    """What a programme, or one saving of it, achieved in a month: claimed, then judged by Finance.

    The amount is what that month alone achieved, in whole pence; a correction may be negative.
    """

    State = ClaimState

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="delivered")
    saving = models.ForeignKey(
        Saving,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delivered",
        help_text="None: the programme as a whole.",
    )
    month = models.DateField(help_text="Its first day.")
    amount = MoneyField(help_text="Achieved in that month alone.")
    cashable = models.BooleanField(default=True)
    evidence = models.CharField(max_length=300)
    state = models.CharField(
        max_length=9, choices=ClaimState.choices, default=ClaimState.CLAIMED, editable=False
    )
    reason = models.CharField("why it is rejected", max_length=300, blank=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who of Finance validated or rejected it.",
    )
    validated_at = models.DateTimeField(null=True, editable=False)

    objects = DeliveredSavingQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["programme", "month", "pk"]
        indexes = [models.Index(name="delivered_by_month", fields=["programme", "month"])]
        constraints = [
            models.UniqueConstraint(
                name="one_claim_per_saving_and_month",
                fields=["programme", "saving", "month"],
                violation_error_message="This saving has its claim for the month: change that.",
            ),
            models.UniqueConstraint(
                name="one_claim_per_programme_and_month",
                fields=["programme", "month"],
                condition=Q(saving__isnull=True),
                violation_error_message="The programme has its claim for the month: change that.",
            ),
            models.CheckConstraint(
                name="claim_month_is_its_first_day",
                condition=Q(month__day=1),
                violation_error_message="A claim is of a month: give its first day.",
            ),
            models.CheckConstraint(
                name="claim_state_known", condition=Q(state__in=ClaimState.values)
            ),
            models.CheckConstraint(
                name="claim_has_evidence",
                condition=~Q(evidence=""),
                violation_error_message="A claim needs evidence: say where it can be seen.",
            ),
            models.CheckConstraint(
                name="claim_judged_by_someone_at_some_time",
                condition=Q(illustrative=True)
                | Q(state="claimed", validated_by__isnull=True, validated_at__isnull=True)
                | (~Q(state="claimed") & Q(validated_by__isnull=False, validated_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="claim_made_by_someone_at_some_time",
                condition=Q(illustrative=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_judged_by_another",
                condition=Q(validated_by__isnull=True) | ~Q(validated_by=F("claimed_by")),
                violation_error_message="Nobody validates their own claim: someone else of "
                "Finance has to.",
            ),
            models.CheckConstraint(
                name="claim_rejected_with_a_reason",
                condition=~Q(state="rejected") | ~Q(reason=""),
                violation_error_message=NO_REASON,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.saving or self.programme}, {self.month:%B %Y}"

    def clean(self) -> None:
        """A month that has come, and one way to claim it: as a whole, or saving by saving."""
        if self.month and self.month > clock.today():
            raise ValidationError({"month": "The month has not begun: nothing is achieved yet."})
        if self.saving and self.saving.programme_id != self.programme_id:
            raise ValidationError({"saving": f"{self.saving} is no saving of {self.programme}."})
        same = DeliveredSaving.objects.filter(programme=self.programme_id, month=self.month)
        if same.exclude(pk=self.pk).filter(saving__isnull=self.saving_id is not None).exists():
            how = "for the programme as a whole" if self.saving_id else "saving by saving"
            raise ValidationError(f"The month is claimed {how} already: it would count twice.")
