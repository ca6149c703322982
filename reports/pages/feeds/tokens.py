"""Feed tokens in the browser: one's own, or everybody's for an administrator."""

import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.generic import FormView, TemplateView

from accounts.access import Exports
from accounts.forms import OnceForm
from accounts.models import User
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Verb, may
from agt.words import clock
from portfolios.models import Portfolio
from reports.actions.make_feed_token import make_feed_token, revoke_feed_token
from reports.feeds.registry import feeds_for
from reports.models import FeedToken
from reports.models.feed_token import LONGEST
from reports.pages.actions import by_field
from reports.pages.fields import SeveralField

CRUMBS = [
    {"label": "Dashboard", "url": "/"},
    {"label": "Reports", "url": "/reports/"},
    {"label": "Feeds", "url": "/data/feeds/"},
]


class TokenPage(TemplateView):
    """A page for those who take figures away, and for administrators."""

    def dispatch(self, request, *args, **kwargs):
        self.administers = bool(may(request.user, Verb.ADMINISTER))
        exports = may(request.user, Verb.EXPORT)
        if not (exports or self.administers):
            raise PermissionDenied(exports.reason)
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self, *more: dict[str, str]) -> list[dict[str, str]]:
        """An administrator reads no figures, so the way here does not lead past them."""
        return [*([] if self.administers else CRUMBS), *more]

    def tokens(self):
        return FeedToken.objects.seen_by(self.request.user, all_of_them=self.administers)


class TokenListPage(TokenPage):
    template_name = "feeds/token_list.html"

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "breadcrumbs": self.crumbs({"label": "Tokens", "url": ""}),
            "tokens": self.tokens(),
            "administers": self.administers,
        }


class TokenForm(OnceForm):
    name = forms.CharField(
        label="Name", max_length=80, help_text="What uses it: “Power BI, finance workspace”."
    )
    expires_on = forms.DateField(
        label="Good until",
        help_text="Within a year, like 31/03/2026. Make a new one before that day.",
    )

    def __init__(self, *args, by, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feeds"] = forms.MultipleChoiceField(
            label="Feeds",
            choices=[(feed.name, feed.title) for feed in feeds_for(by).values()],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["portfolios"] = SeveralField(
            label="Portfolios",
            queryset=Portfolio.objects.visible_to(by),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="With none ticked, all that you see.",
        )
        self.order_fields(["name", "feeds", "portfolios", "expires_on"])
        latest = clock.today() + datetime.timedelta(days=LONGEST)
        self.fields["expires_on"].initial = latest.strftime("%d/%m/%Y")


class MakeTokenPage(Exports, FormView):
    """Its answer to the form is the one place where the secret is ever shown."""

    template_name = "feeds/token_make.html"
    form_class = TokenForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "by": self.request.user}

    def get_context_data(self, **kwargs):
        here = {"label": "Make a token", "url": ""}
        tokens = {"label": "Tokens", "url": reverse("feed-tokens")}
        return {**super().get_context_data(**kwargs), "breadcrumbs": [*CRUMBS, tokens, here]}

    def form_valid(self, form) -> HttpResponse:
        try:
            made, secret = make_feed_token(**form.cleaned_data, by=cast(User, self.request.user))
        except ValidationError as error:
            for field, errors in by_field(error, form).items():
                form.add_error(field, errors)
            return self.form_invalid(form)
        except AlreadySubmitted:
            messages.info(
                self.request, "That token was made already. Its secret is not shown again."
            )
            return redirect("feed-tokens")
        shown = {"made": made, "secret": secret}
        response = render(self.request, "feeds/token_made.html", self.get_context_data() | shown)
        add_never_cache_headers(response)
        return response


class RevokeTokenPage(TokenPage, FormView):
    template_name = "feeds/token_revoke.html"
    form_class = OnceForm

    @property
    def made(self) -> FeedToken:
        found = self.tokens().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such token of yours.")
        return found

    def get_context_data(self, **kwargs):
        tokens = {"label": "Tokens", "url": reverse("feed-tokens")}
        return {
            **super().get_context_data(**kwargs),
            "breadcrumbs": self.crumbs(tokens, {"label": "Revoke", "url": ""}),
            "made": self.made,
        }

    def form_valid(self, form) -> HttpResponse:
        made = self.made
        try:
            revoke_feed_token(made=made, by=cast(User, self.request.user), **form.cleaned_data)
            messages.success(self.request, f"“{made}” is revoked: it reads nothing from now on.")
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
        return redirect("feed-tokens")
