"""The ledger: send a file, look at what it says, take it in, all of it or nothing."""

import datetime

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView

from accounts.forms import OnceForm
from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from reports.pages.delivery.base import DeliveryPage
from savings.actions.import_ledger import import_ledger
from savings.ledger_file import WHAT, Entry, read_ledger
from savings.models import LedgerFile
from savings.returns.child import Refused
from savings.returns.opening import LARGEST_FILE

SALT = "savings.ledger"
LONGEST = 1024 * 1024  # characters, signed
MAX_AGE = datetime.timedelta(hours=12)
SHOWN = 50
NO_LONGER = "This preview is no longer valid. Send the file again."


class LedgerForm(forms.Form):
    file = forms.FileField(
        label="A file of the ledger",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=f"Excel or CSV. {WHAT} Nothing is saved before you have seen what it says.",
    )


class LedgerPage(DeliveryPage, FormView):
    title = "Ledger"
    template_name = "delivery/ledger.html"
    form_class = LedgerForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.CONFIRM, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    @property
    def crumbs(self):
        return [{"label": "Delivery", "url": reverse("savings-delivery") + self.query()}]

    def get_context_data(self, **kwargs):
        files = LedgerFile.objects.select_related("by")[:SHOWN]
        return {**super().get_context_data(**kwargs), "files": files}

    def form_valid(self, form):
        sent = form.cleaned_data["file"]
        try:
            ledger = read_ledger(sent.name, sent.read(LARGEST_FILE + 1))
        except Refused as refused:
            form.add_error("file", str(refused))
            return self.form_invalid(form)
        said = [(e.cost_centre, e.month.isoformat(), e.budget, e.actual) for e in ledger.entries]
        told = {"by": self.reader.pk, "name": sent.name, "sha256": ledger.sha256, "entries": said}
        context = {
            **self.get_context_data(form=OnceForm()),
            "ledger": ledger,
            "name": sent.name,
            "first": ledger.entries[:SHOWN],
            "carried": "" if ledger.refusals else signing.dumps(told, salt=SALT, compress=True),
        }
        status = 422 if ledger.refusals else 200
        return render(self.request, "delivery/ledger_preview.html", context, status=status)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class LedgerApplyPage(LedgerPage):
    """Takes in what the preview showed."""

    http_method_names = ["post"]

    def post(self, request):
        form = OnceForm(request.POST)
        try:
            said = self.carried(request.POST.get("carried", ""))
            if not form.is_valid():
                raise Refused(NO_LONGER)
            source = import_ledger(
                name=said["name"],
                sha256=said["sha256"],
                entries=[
                    Entry(centre, datetime.date.fromisoformat(month), budget, actual)
                    for centre, month, budget, actual in said["entries"]
                ],
                token=form.cleaned_data["token"],
                by=self.reader,
            )
        except Refused as refused:
            messages.error(request, str(refused))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except AlreadySubmitted:
            messages.info(request, "That was done already; nothing was done again.")
        else:
            messages.success(request, f"{source} is in: {len(said['entries']):,} rows.")
        return redirect(reverse("savings-ledger") + self.query())

    def carried(self, signed: str) -> dict:
        try:
            if len(signed) > LONGEST:
                raise signing.BadSignature
            said = signing.loads(signed, salt=SALT, max_age=MAX_AGE)
        except signing.BadSignature as error:
            raise Refused(NO_LONGER) from error
        if said["by"] != self.reader.pk:
            raise Refused(NO_LONGER)
        return said
