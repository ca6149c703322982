"""Import of a plan, step by step: send it, say what it means, see what it makes, take it in."""

import hashlib
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from django.views.generic.base import ContextMixin

from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.models import Position
from reports.actions.import_plan import Details, Imported, import_plan, known_portfolios
from reports.exchange.guessing import guess, guess_of
from reports.exchange.mapping import Mapping
from reports.exchange.reading import Reading, find_sheet, read
from reports.exchange.sheet import Sheet, sheets_of
from reports.models import ImportMapping, Upload
from reports.pages.actions import by_field
from reports.pages.base import FiguresPage
from reports.pages.exchange import shown
from reports.pages.exchange.forms import MappingForm, SaveForm, TakeForm, UploadForm
from reports.reconciliation import State as Standing
from savings.returns.child import Refused
from savings.returns.opening import open_tables

ROWS_SHOWN = 100
GONE = "The file is no longer kept: one is for a day. Send it again."


class ImportPage(FiguresPage):
    """A page of an import: for those who open positions, also where there is none yet."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.PUBLISH, state=State.WORKING)
            if request.user.portfolio_ids() is not None:
                raise PermissionDenied("A plan is the whole council's: ask someone who sees it.")
        return super().dispatch(request, *args, **kwargs)

    def query(self, **more: str) -> str:
        return super().query(**more) if self.positions else ""

    def breadcrumbs(self):
        return [{"label": "Import a plan", "url": ""}]

    def get_context_data(self, **kwargs):
        if self.positions:
            return super().get_context_data(**kwargs)
        return ContextMixin.get_context_data(self, breadcrumbs=self.breadcrumbs(), **kwargs)


class UploadPage(ImportPage, FormView):
    template_name = "exchange/upload.html"
    form_class = UploadForm

    def form_valid(self, form):
        sent, given = form.cleaned_data["file"], form.cleaned_data["mapping"]
        content = sent.read()
        try:
            sheets = sheets_of(open_tables(content))
            mapping = form.cleaned_data["mapping_file"]
            if mapping is None:
                mapping = Mapping.from_json(given.content) if given else guess(sheets)
            find_sheet(sheets, mapping.sheet)
        except (Refused, ValueError) as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        upload = Upload.objects.keep(name=sent.name, content=content, by=self.reader)
        upload.mapping = mapping.as_json()
        upload.save()
        return redirect("import-map", pk=upload.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OfUpload(ImportPage):
    """A page about a file that is kept for its sender."""

    title = ""

    @cached_property
    def upload(self) -> Upload:
        upload = Upload.objects.of(self.reader).filter(pk=self.kwargs["pk"]).first()
        if upload is None:
            raise Http404(GONE)
        return upload

    @cached_property
    def sheets(self) -> list[Sheet]:
        try:
            return sheets_of(open_tables(bytes(self.upload.content)))
        except Refused as refused:
            raise Http404(str(refused)) from refused

    @cached_property
    def mapping(self) -> Mapping:
        return Mapping.from_json(self.upload.mapping)

    @cached_property
    def reading(self) -> Reading:
        return read(self.sheets, self.mapping)

    @property
    def mark(self) -> str:
        """What the mapping is now, so that what is taken in is what was shown."""
        return hashlib.sha256(self.mapping.as_text().encode()).hexdigest()

    def keep(self, mapping: Mapping) -> None:
        self.upload.mapping = mapping.as_json()
        self.upload.save()

    def breadcrumbs(self):
        crumbs = [{"label": "Import a plan", "url": reverse("import")}]
        return [*crumbs, {"label": self.title, "url": ""}]

    def get_context_data(self, **kwargs):
        more = {"upload": self.upload, "reading": self.reading}
        return {**super().get_context_data(**kwargs), **more}


class MapPage(OfUpload, FormView):
    """The sheet with what its rows and columns are taken for, and a form to correct that."""

    template_name = "exchange/map.html"
    title = "What it means"

    def get_form(self, form_class=None) -> MappingForm:
        return MappingForm(
            self.request.POST if self.request.method == "POST" else None,
            mapping=self.mapping,
            sheets=self.sheets,
            reading=self.reading,
            known=known_portfolios(),
        )

    def form_valid(self, form: MappingForm):
        said = form.said()
        if (said.sheet, said.turned) != (self.reading.sheet, self.mapping.turned):
            self.keep(guess_of(find_sheet(self.sheets, said.sheet), turned=said.turned))
            return redirect("import-map", pk=self.upload.pk)
        self.keep(said)
        here = "import-map" if "look" in self.request.POST else "import-preview"
        return redirect(here, pk=self.upload.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        more = shown.marked(find_sheet(self.sheets, self.mapping.sheet), self.reading)
        return {**super().get_context_data(**kwargs), **more}


class PreviewPage(OfUpload, FormView):
    """What the file would make, row by row, and what becomes of each of its cells."""

    template_name = "exchange/preview.html"
    form_class = TakeForm
    title = "What it makes"

    def get_initial(self):
        free = set(Position.objects.not_begun())
        open_now = any(p.is_working and p not in free for p in self.positions)
        kinds = Position.Kind
        stem = self.upload.name.rsplit(".", 1)[0]
        return {
            "name": stem[:60],
            "short_name": stem[:20],
            "kind": kinds.SCENARIO if open_now else kinds.MONTHLY_BOARD,
            "as_at": f"{clock.today():%d/%m/%Y}",
            "mark": self.mark,
        }

    def get_context_data(self, **kwargs):
        pages = Paginator(self.reading.rows, ROWS_SHOWN)
        page = pages.get_page(self.request.GET.get("page"))
        more = shown.preview(self.reading, page, known_portfolios())
        saving = {"save_form": SaveForm(), "mapping_text": self.mapping.as_text()}
        return {**super().get_context_data(**kwargs), **saving, **more}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TakePage(PreviewPage):
    """Takes in what the preview showed: all of it, or nothing."""

    http_method_names = ["post"]

    def form_valid(self, form: TakeForm) -> HttpResponse:
        cleaned = form.cleaned_data
        if cleaned["mark"] != self.mark:
            messages.error(
                self.request, "The mapping changed meanwhile: this is what it makes now."
            )
            return redirect("import-preview", pk=self.upload.pk)
        try:
            made = import_plan(
                reading=self.reading,
                details=Details(**form.details(), as_at=cleaned["as_at"]),
                document=self.upload.name,
                token=cleaned["token"],
                by=self.reader,
            )
        except ValidationError as error:
            for name, said in by_field(error, form).items():
                form.add_error(name, said)
            return self.form_invalid(form)
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
            return redirect("position-list")
        messages.success(self.request, told(made))
        if made.stated.get(Standing.BREAK):
            return redirect(f"{reverse('reconciliation')}?position={made.position.slug}")
        return redirect("position-detail", slug=made.position.slug)


class SavePage(OfUpload):
    """Keeps a mapping under a name, for the next file."""

    http_method_names = ["post"]

    def post(self, request, **kwargs) -> HttpResponse:
        form = SaveForm(request.POST)
        if form.is_valid():
            name = form.cleaned_data["name"]
            kept = ImportMapping.objects.filter(name=name).first() or ImportMapping(name=name)
            kept.content, kept.by = self.mapping.as_json(), self.reader
            kept.save()
            messages.success(request, f"The mapping is kept as “{name}”.")
        else:
            messages.error(request, "Give the mapping a name of 80 characters or fewer.")
        return redirect("import-preview", pk=self.upload.pk)


def told(made: Imported) -> str:
    """What an import made, in a sentence."""
    stated = ", ".join(f"{number:,} {state}" for state, number in sorted(made.stated.items()))
    return (
        f"{made.position} is open: {made.programmes:,} programmes, {made.lines:,} savings lines. "
        + (f"The totals that the file prints: {stated}." if stated else "The file prints no total.")
    )
