"""Add a portfolio to the position shown, or bring back one that was retired before it."""

from functools import cached_property

from django.db.models import Max
from django.http import Http404
from django.urls import reverse

from accounts.roles import State, Verb, require
from portfolios.council import say
from portfolios.models import PortfolioPlace
from reports.actions.add_portfolio import add_portfolio
from reports.asking import newest_places
from reports.pages.edit import AddPage

WORDS = ("printed_label", "short_name", "lead_role", "description", "funding_note")


class AddPortfolioPage(AddPage):
    """The form of a portfolio's place. ``?again=`` names one to bring back, and fills it in."""

    @property
    def asked(self) -> str:
        return self.request.GET.get("again", "")

    @property
    def title(self) -> str:
        return "Bring a portfolio back" if self.asked else "Add a portfolio"

    def breadcrumbs(self):
        portfolios = reverse("portfolio-list") + self.query()
        return [{"label": "Portfolios", "url": portfolios}, {"label": say(self.title), "url": ""}]

    @cached_property
    def row(self) -> PortfolioPlace:
        """A new place, the last in both orders, of a new portfolio or of the one asked for."""
        require(self.reader, Verb.EDIT, state=State(self.position.state))
        last = PortfolioPlace.objects.at(self.position).aggregate(
            order=Max("order", default=0), section_order=Max("section_order", default=0)
        )
        place = PortfolioPlace(
            position=self.position, **{name: number + 1 for name, number in last.items()}
        )
        if not self.sees(self.kind, place):
            raise Http404("Portfolios are added by those who see all of them.")
        if self.asked:
            was = self.retired(self.asked)
            place.portfolio = was.portfolio
            for name in WORDS:
                setattr(place, name, getattr(was, name))
        return place

    def retired(self, slug: str) -> PortfolioPlace:
        """A portfolio that the position has not, as the newest one that has it prints it."""
        was = newest_places(self.library).get(slug)
        if was is None or was.name in self.ask.book.by_name:
            raise Http404(f"{self.position.name} has no such portfolio to bring back.")
        return was

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["why"].label = "Why is it added?"
        return form

    def of(self) -> list[str]:
        return [f"To {self.position.name}, and from it on. Earlier positions stay as they are."]

    @property
    def back(self) -> str:
        if not self.row.pk:
            return reverse("portfolio-list") + self.query()
        return reverse("portfolio-detail", args=[self.row.slug]) + self.query()

    def act(self, form) -> None:
        add_portfolio(
            place=form.instance,
            why=form.cleaned_data["why"],
            token=form.cleaned_data["token"],
            by=self.reader,
        )
