"""Delivery status: a month's entry for a programme, and the board of all programmes by month."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.views.generic import TemplateView

from accounts.forms import LARGEST_VERSION
from accounts.roles import State, Verb, may
from agt.words import clock
from governance.actions.append_status import append_status, newest_id
from governance.models import DeliveryStatus
from governance.models.delivery_status import first_of, months_back
from governance.newest import is_off_track, is_stale, with_newest_status
from portfolios.models import ProgrammePlace
from reports.asking import find_portfolio
from reports.pages.again import Again
from reports.pages.base import FiguresPage
from reports.pages.fields import form_field
from reports.pages.governance.acting import ActPage
from reports.pages.governance.base import within_governance
from reports.pages.lists import ROWS_A_PAGE

MONTHS = 6  # how many the board shows, and how many in a row are always on track
WRITABLE = 3  # months that can still be written, this one among them


class StatusForm(forms.ModelForm):
    """Ratings in words of their own; what is not on track says why and how it gets back."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    month = forms.TypedChoiceField(coerce=datetime.date.fromisoformat)

    class Meta:
        model = DeliveryStatus
        formfield_callback = form_field
        fields = ["month", *DeliveryStatus.RATINGS, "reason", "path"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        this = first_of(clock.today())
        months = [months_back(this, back) for back in range(WRITABLE)]
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (month.isoformat(), f"{month:%B %Y}") for month in months
        ]
        for name in ("reason", "path"):
            self.fields[name].help_text = "Asked for when the overall rating is not on track."
            self.fields[name].widget.attrs["rows"] = 4


class StatusPage(ActPage):
    """Append a month's status; the form starts from what was written last."""

    title = "Write a delivery status"
    lead = "It is appended with your name: what was written before stays."
    button = "Append the status"
    done = "The status is appended."
    form_class = StatusForm

    @cached_property
    def last(self) -> DeliveryStatus | None:
        held = DeliveryStatus.objects.filter(programme=self.place.programme)
        return held.that_count().newest_first().first()

    def newest_version(self) -> int:
        return newest_id(self.place.programme)

    def get_initial(self):
        last = self.last
        copied = ("reason", "path", *DeliveryStatus.RATINGS)
        held = {name: getattr(last, name) for name in copied} if last else {}
        this = first_of(clock.today()).isoformat()
        return {**held, "month": this, "version": self.newest_version()}

    def get_form_kwargs(self):
        new = DeliveryStatus(programme=self.place.programme)
        return {**super().get_form_kwargs(), "instance": new}

    def facts(self) -> list[tuple[str, str]]:
        last = self.last
        if last is None:
            return [("Written before", "nothing yet")]
        by = f" by {last.author}" if last.author else ""
        words = f"{last.month:%B %Y}: {last.get_overall_display().lower()}"
        return [("Written last", f"{words}{by}"), *([("Why", last.reason)] if last.reason else [])]

    def act(self, form) -> None:
        append_status(
            status=form.instance,
            after=form.cleaned_data["version"],
            token=form.cleaned_data["token"],
            by=self.reader,
        )


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A programme's months, oldest first; ``None`` where nothing was written."""

    place: ProgrammePlace
    months: list[DeliveryStatus | None]

    @property
    def illustrative(self) -> bool:
        return any(status and status.illustrative for status in self.months)


LISTS = {
    "": "All programmes",
    "not-on-track": "Not on track",
    "off-track": "Off track",
    "always": f"Always on track, {MONTHS} months in a row",
    "stale": "Stale: nothing for last month or this one",
}


def with_statuses(places: QuerySet, today: datetime.date) -> QuerySet:
    """Programmes with their newest status, and how they were rated over the months of the board."""
    own = DeliveryStatus.objects.filter(programme=OuterRef("programme"))
    since = months_back(first_of(today), MONTHS - 1)
    return with_newest_status(places).annotate(
        ever_a_reason=Exists(own.exclude(reason="")),
        recent_months=Subquery(
            own.filter(month__gte=since)
            .values("programme")
            .annotate(months=Count("month", distinct=True))
            .values("months")
        ),
    )


class StatusBoardPage(Again, FiguresPage, TemplateView):
    template_name = "governance/status_board.html"

    def breadcrumbs(self):
        return [within_governance(self), {"label": "Delivery status", "url": ""}]

    @cached_property
    def months(self) -> list[datetime.date]:
        this = first_of(clock.today())
        return [months_back(this, back) for back in reversed(range(MONTHS))]

    def places(self) -> Any:
        places = ProgrammePlace.objects.at(self.position).visible_to(self.reader)
        if asked := self.request.GET.get("portfolio"):
            found = find_portfolio(asked, self.library, self.position)
            places = places.filter(portfolio=found.portfolio)
        return with_statuses(places, clock.today())

    def get_context_data(self, **kwargs):
        places = self.places()
        asked = self.request.GET.get("list", "")
        asked = asked if asked in LISTS else ""
        counts = places.aggregate(
            **{f"n_{i}": Count("pk", filter=self.listed(name)) for i, name in enumerate(LISTS)}
        )
        found = places.filter(self.listed(asked)).select_related(
            "programme", "portfolio", "portfolio_place"
        )
        page = Paginator(found.in_report_order(), ROWS_A_PAGE).get_page(
            self.request.GET.get("page")
        )
        return {
            **super().get_context_data(**kwargs),
            "months": self.months,
            "rows": self.rows(list(page)),
            "page": page,
            "lists": [
                {"name": name, "label": label, "number": counts[f"n_{i}"], "asked": name == asked}
                for i, (name, label) in enumerate(LISTS.items())
            ],
            "may_write": bool(may(self.reader, Verb.EDIT, state=State.WORKING)),
            "portfolios": self.ask.book.portfolios,
            "asked_portfolio": self.request.GET.get("portfolio", ""),
            "asked_list": asked,
        }

    def listed(self, name: str) -> Q:
        """What puts a programme on a list."""
        return {
            "": Q(),
            "not-on-track": Q(newest_overall__isnull=False) & ~Q(newest_overall="on_track"),
            "off-track": is_off_track(),
            "always": Q(ever_a_reason=False, recent_months=MONTHS),
            "stale": is_stale(clock.today()),
        }[name]

    def rows(self, places: list[ProgrammePlace]) -> list[BoardRow]:
        written: dict[int, dict[datetime.date, DeliveryStatus]] = defaultdict(dict)
        held = DeliveryStatus.objects.filter(
            programme__in=[place.programme_id for place in places], month__gte=self.months[0]
        )
        for status in held.that_count():
            written[status.programme_id][status.month] = status
        return [
            BoardRow(place, [written[place.programme_id].get(m) for m in self.months])
            for place in places
        ]
