"""Import of a file, step by step: send it, say what it means, see what it makes, take it in."""

import hashlib
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from django.views.generic.base import ContextMixin

from accounts.models.submission import AlreadySubmitted
from reports.exchange.registers import PLAN, may_import, require_import
from reports.exchange.sheet import sheets_of
from reports.models import ImportMapping, Upload
from reports.pages.actions import by_field
from reports.pages.base import FiguresPage
from reports.pages.exchange.forms import SaveForm, UploadForm
from reports.pages.exchange.roads import LABELS, PlanRoad, RegisterRoad, road_for
from savings.returns.child import Refused
from savings.returns.opening import open_tables

GONE = "The file is no longer kept: one is for a day. Send it again."


class ImportPage(FiguresPage):
    """A page of an import: for those who may take something in, also where no position is yet."""

    title = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.offered:
            require_import(request.user, PLAN)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def offered(self) -> dict[str, str]:
        """What this person may take in, and what each is called."""
        return {holds: label for holds, label in LABELS.items() if may_import(self.reader, holds)}

    def query(self, **more: str) -> str:
        return super().query(**more) if self.positions else ""

    def breadcrumbs(self):
        if not self.title:
            return [{"label": "Import", "url": ""}]
        return [{"label": "Import", "url": reverse("import")}, {"label": self.title, "url": ""}]

    def get_context_data(self, **kwargs):
        if self.positions:
            return super().get_context_data(**kwargs)
        return ContextMixin.get_context_data(self, breadcrumbs=self.breadcrumbs(), **kwargs)


class StepPage(FormView):
    """A step with a form, which says what is wrong with it."""

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class UploadPage(ImportPage, StepPage):
    template_name = "exchange/upload.html"
    form_class = UploadForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "offered": self.offered}

    def get_initial(self):
        return {"holds": self.request.GET.get("holds", "")}

    def form_valid(self, form):
        sent, kept = form.cleaned_data["file"], form.cleaned_data["mapping"]
        content, given = sent.read(), form.cleaned_data["mapping_file"]
        try:
            sheets = sheets_of(open_tables(content))
        except Refused as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        road = road_for(form.cleaned_data["holds"], sheets, self.reader, self.positions)
        if road.refusal:
            form.add_error("holds", road.refusal)
            return self.form_invalid(form)
        told = given if given is not None else kept.content if kept else None
        try:
            road.follow(road.guess() if told is None else told)
        except ValueError as error:
            name = "mapping_file" if given is not None else "mapping" if kept else "file"
            form.add_error(name, str(error))
            return self.form_invalid(form)
        upload = Upload.objects.keep(name=sent.name, content=content, by=self.reader)
        upload.mapping = road.mapping.as_json()
        upload.save()
        return redirect("import-map", pk=upload.pk)


class OfUpload(ImportPage):
    """A page about a file that is kept for its sender."""

    @cached_property
    def upload(self) -> Upload:
        upload = Upload.objects.of(self.reader).filter(pk=self.kwargs["pk"]).first()
        if upload is None:
            raise Http404(GONE)
        return upload

    @cached_property
    def road(self) -> PlanRoad | RegisterRoad:
        """The file under its mapping, for who may take it in; where it can be taken in now."""
        holds = self.upload.mapping.get("register", PLAN)
        require_import(self.reader, holds)
        try:
            sheets = sheets_of(open_tables(bytes(self.upload.content)))
        except Refused as refused:
            raise Http404(str(refused)) from refused
        road = road_for(holds, sheets, self.reader, self.positions)
        if road.refusal:
            raise Http404(road.refusal)
        road.follow(self.upload.mapping)
        return road

    @property
    def mark(self) -> str:
        """What the mapping is now, so that what is taken in is what was shown."""
        return hashlib.sha256(self.road.mapping.as_text().encode()).hexdigest()

    def keep(self, mapping: dict[str, Any]) -> None:
        self.upload.mapping = mapping
        self.upload.save()

    def get_context_data(self, **kwargs):
        more = {"upload": self.upload, "road": self.road}
        return {**super().get_context_data(**kwargs), **more}


class MapPage(OfUpload, StepPage):
    """The sheet with what its rows and columns are taken for, and a form to correct that."""

    template_name = "exchange/map.html"
    title = "What it means"

    def get_form(self, form_class=None):
        return self.road.form(self.request.POST if self.request.method == "POST" else None)

    def form_valid(self, form):
        mapping, is_anew = self.road.corrected(form)
        self.keep(mapping)
        stay = is_anew or "look" in self.request.POST
        return redirect("import-map" if stay else "import-preview", pk=self.upload.pk)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **self.road.marked()}


class PreviewPage(OfUpload, StepPage):
    """What the file would make, row by row, and what becomes of each of its cells."""

    template_name = "exchange/preview.html"
    title = "What it makes"

    def get_form_class(self):
        return self.road.take_form

    def get_initial(self):
        return {**self.road.initial(self.upload.name), "mark": self.mark}

    def get_context_data(self, **kwargs):
        more = self.road.preview(self.request.GET.get("page"))
        saving = {"save_form": SaveForm(), "mapping_text": self.road.mapping.as_text()}
        return {**super().get_context_data(**kwargs), **saving, **more}


class TakePage(PreviewPage):
    """Takes in what the preview showed: all of it, or nothing."""

    http_method_names = ["post"]

    def form_valid(self, form) -> HttpResponse:
        if form.cleaned_data["mark"] != self.mark:
            messages.error(
                self.request, "The mapping changed meanwhile: this is what it makes now."
            )
            return redirect("import-preview", pk=self.upload.pk)
        try:
            done, page = self.road.take(form, self.upload.name)
        except ValidationError as error:
            for name, said in by_field(error, form).items():
                form.add_error(name, said)
            return self.form_invalid(form)
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
            return redirect(self.road.home)
        messages.success(self.request, done)
        return redirect(page)


class SavePage(OfUpload):
    """Keeps a mapping under a name, for the next file."""

    http_method_names = ["post"]

    def post(self, request, **kwargs) -> HttpResponse:
        form = SaveForm(request.POST)
        if form.is_valid():
            name = form.cleaned_data["name"]
            kept = ImportMapping.objects.filter(name=name).first() or ImportMapping(name=name)
            kept.content, kept.by = self.road.mapping.as_json(), self.reader
            kept.save()
            messages.success(request, f"The mapping is kept as “{name}”.")
        else:
            messages.error(request, "Give the mapping a name of 80 characters or fewer.")
        return redirect("import-preview", pk=self.upload.pk)
