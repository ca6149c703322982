"""Claim a programme's months: one form of twelve, all or nothing."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.actions.step_version import SomebodyElseSaved
from reports.pages.delivery.base import OfProgramme
from savings.actions.claim_months import ClaimsRefused, claim_months, claims_version
from savings.claim_form import ClaimForm
from savings.models import DeliveredSaving, Saving
from savings.models.delivered_saving import months_of


class ClaimPage(OfProgramme, FormView):
    title = "Claim delivered savings"
    template_name = "delivery/claim.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EDIT, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    @property
    def crumbs(self):
        return [*super().crumbs, {"label": self.place.printed_label, "url": self.back}]

    @cached_property
    def savings(self) -> list[Saving]:
        return list(Saving.objects.filter(programme=self.place.programme))

    @cached_property
    def saving(self) -> Saving | None:
        """The saving asked for; none is the programme as a whole."""
        asked = self.request.GET.get("saving", "")
        found = next((s for s in self.savings if str(s.pk) == asked), None)
        if asked and found is None:
            raise Http404("The programme has no such saving.")
        return found

    @property
    def back(self) -> str:
        year = str(self.year.start)
        url = reverse("savings-delivery-programme", args=[self.kwargs["slug"]])
        return url + self.query(year=year)

    def get_form(self, form_class=None):
        held = DeliveredSaving.objects.filter(programme=self.place.programme, saving=self.saving)
        return ClaimForm(
            self.request.POST if self.request.method == "POST" else None,
            months=[m for m in months_of(self.year) if m <= clock.today()],
            claims=held.in_year(self.year),
            version=claims_version(self.place.programme),
        )

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "place": self.place,
            "year": self.year,
            "saving": self.saving,
            "savings": self.savings,
            "back": self.back,
        }

    def form_valid(self, form):
        cleaned = form.cleaned_data
        try:
            changed = claim_months(
                programme=self.place.programme,
                saving=self.saving,
                months=cleaned["months"],
                version=cleaned["version"],
                token=cleaned["token"],
                by=self.reader,
            )
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
        except SomebodyElseSaved:
            form.data = form.data.copy()
            form.data["version"] = str(claims_version(self.place.programme))
            context = self.get_context_data(form=form, somebody_else_saved=True)
            return self.render_to_response(context, status=409)
        except ClaimsRefused as refused:
            for month, sentences in refused.sentences.items():
                form.add_error(f"amount_{month}", sentences)
            return self.form_invalid(form)
        else:
            messages.success(self.request, f"{changed} month{'s' if changed != 1 else ''} saved.")
        return redirect(self.back)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)
