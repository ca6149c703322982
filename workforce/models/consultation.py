import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.history import History
from agt.words import clock
from agt.words.days import long_day
from portfolios.models import Illustrative, Portfolio
from workforce import statute
from workforce.models.redundancy_establishment import RedundancyEstablishment
from workforce.models.threshold import Threshold
from workforce.statute import Batch, Duty, Event, Prompt


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "ConsultationQuerySet":
        """Those of the viewer's portfolios; the whole council's where the viewer sees all."""
        ids = viewer.portfolio_ids()
        return self if ids is None else self.filter(portfolio__in=ids)

    def raised_by(self, day: datetime.date) -> "ConsultationQuerySet":
        return self.filter(raised_on__lte=day)

    def with_people(self) -> "ConsultationQuerySet":
        """With all that the clock needs, in two queries."""
        from workforce.models.redundancy_proposal import RedundancyProposal

        proposals = RedundancyProposal.objects.select_related("programme")
        return self.select_related("portfolio", "establishment").prefetch_related(
            models.Prefetch("proposals", queryset=proposals)
        )


class Consultation(Illustrative):
    """A formal consultation, of staff, the public or those who use a service, with its days.

    A staff one belongs to a redundancy establishment. It lives on from position to position. A day
    that a rule of the clock forbids is kept only with the reason why.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", "Staff"
        PUBLIC = "public", "Public"
        SERVICE_USERS = "service_users", "Those who use a service"

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.STAFF)
    portfolio = models.ForeignKey(
        Portfolio,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        help_text="Leave it empty for the whole council.",
    )
    establishment = models.ForeignKey(
        RedundancyEstablishment,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="redundancy establishment",
        related_name="consultations",
        help_text="Where people are counted together. A staff consultation needs one.",
    )
    raised_on = models.DateField("raised on", default=clock.today)
    esia_on = models.DateField("ESIA done on", null=True, blank=True)
    union_on = models.DateField("trade unions told on", null=True, blank=True)
    staff_on = models.DateField("staff told on", null=True, blank=True)
    s188_on = models.DateField("section 188 letter on", null=True, blank=True)
    opens_on = models.DateField("opens on", null=True, blank=True)
    hr1_on = models.DateField("HR1 sent on", null=True, blank=True)
    hr1_copy_on = models.DateField("HR1 copied to representatives on", null=True, blank=True)
    closes_on = models.DateField("closes on", null=True, blank=True)
    notice_on = models.DateField("first notice on", null=True, blank=True)
    dismissal_on = models.DateField("first dismissal takes effect on", null=True, blank=True)
    reason = models.TextField(
        "reason for a day outside the rules",
        blank=True,
        help_text="Only where a day above is not what a rule asks. It is kept with the days.",
    )

    objects = ConsultationQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["opens_on", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_kind_known",
                condition=Q(kind__in=["staff", "public", "service_users"]),
            ),
            models.CheckConstraint(
                name="staff_are_counted_somewhere",
                condition=~Q(kind="staff") | Q(establishment__isnull=False),
                violation_error_message="Name the redundancy establishment: "
                "people are counted in one.",
            ),
            models.CheckConstraint(
                name="consultation_closes_after_it_opens",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                violation_error_message="A consultation closes on or after the day it opens.",
            ),
            models.CheckConstraint(
                name="consultation_notice_before_dismissal",
                condition=Q(notice_on__isnull=True)
                | Q(dismissal_on__isnull=True)
                | Q(dismissal_on__gte=F("notice_on")),
                violation_error_message="A dismissal takes effect on or after its notice.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_staff(self) -> bool:
        return self.kind == self.Kind.STAFF

    @property
    def dates(self) -> dict[Event, datetime.date | None]:
        """The day of each event; ``None`` where it is not known."""
        return {event: getattr(self, f"{event.value}_on") for event in Event}

    def state_on(self, day: datetime.date) -> str:
        """Where it stands on a day, in words."""
        if self.opens_on is None or day < self.opens_on:
            return "planned"
        if self.closes_on and day > self.closes_on:
            return "closed"
        return "open"

    def batch(self, *, more: int = 0) -> Batch:
        """The people of its proposals, and ``more``, as the clock counts them."""
        proposals = self.proposals.all() if self.pk else []
        heads = sum(proposal.people for proposal in proposals) + more
        return Batch(str(self.establishment_id), heads, self.dismissal_on)

    def duties(
        self,
        others: Iterable["Consultation"] | None = None,
        rules: Iterable[statute.Rule] | None = None,
        *,
        more: int = 0,
    ) -> list[Duty]:
        """What the clock asks of it, by the rules in force on the day it opens.

        ``others`` and ``rules`` are all staff consultations and thresholds; they are read where a
        page has not read them for all its consultations together.
        """
        if not self.is_of_staff:
            return []
        if others is None:
            others = Consultation.objects.filter(kind=self.Kind.STAFF).with_people()
        if rules is None:
            rules = [threshold.as_rule() for threshold in Threshold.objects.all()]
        mine = self.batch(more=more)
        batches = [mine, *(other.batch() for other in others if other.pk != self.pk)]
        on = self.s188_on or self.opens_on or clock.today()
        return statute.duties(mine, batches, rules, on=on)

    def prompts(self, asked: Iterable[Duty]) -> list[Prompt]:
        """What the rules ask of each event, with what its days say to it."""
        return statute.prompts(self.dates, asked) if self.is_of_staff else []

    def clean(self) -> None:
        super().clean()
        self.refuse_forbidden_days()

    def refuse_forbidden_days(self, *, more: int = 0) -> None:
        """Raise ``ValidationError``, by field, where a rule forbids a day and no reason is given.

        With ``more`` people than its proposals hold now.
        """
        if self.reason.strip():
            return
        refused: dict[str, list[str]] = {}
        for prompt in self.prompts(self.duties(more=more)):
            if prompt.state == statute.BROKEN:
                until = prompt.not_before
                earliest = f" The earliest is {long_day(until)}." if until else ""
                refused.setdefault(f"{prompt.event.value}_on", []).append(
                    f"{prompt.says}{earliest} Change the day, or give the reason."
                )
        if refused:
            raise ValidationError(refused)
