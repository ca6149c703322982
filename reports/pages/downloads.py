"""Tables as files to take away."""

from importlib import import_module

from django.http import HttpResponse

from reports.models import PublishedFile
from reports.renderers.words import file_name
from reports.table import Ask, ReportTable

RENDERERS = {"xlsx": "as_excel", "csv": "as_csv", "json": "as_json"}  # what a list needs not


def attachment(table: ReportTable, suffix: str) -> HttpResponse:
    """One table in the format of ``suffix``, named after what it holds."""
    renderer = import_module(f"reports.renderers.{RENDERERS[suffix]}")
    return file_response(
        renderer.render(table),
        renderer.CONTENT_TYPE,
        f"{file_name(table.slug, table.position)}.{suffix}",
    )


def kept(ask: Ask, name: str) -> HttpResponse | None:
    """A published position's file as it was kept, where it is asked for whole."""
    if not (ask.position.is_published and ask.covers_all and ask.compare is None):
        return None
    files = PublishedFile.objects.visible_to(ask.library.viewer)
    file = files.filter(position=ask.position, name=name).first()
    return file_response(bytes(file.content), file.content_type, file.name) if file else None


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
