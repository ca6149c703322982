"""Returns by Excel, on the way out: the grids of some programmes as a file to fill in."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.edit_window import excepted, lock
from portfolios.models import Position
from reports.asking import find_portfolio
from reports.pages.base import FiguresPage
from reports.pages.downloads import file_response
from reports.renderers import as_excel
from reports.renderers.palette import colours
from reports.renderers.words import file_name
from reports.table import Kind
from savings.returns.child import SHEETS
from savings.returns.holding import Holding, holdings
from savings.returns.writing import Look, write_return

MOST = SHEETS - 1  # programmes in a file, which has a sheet for each and a hidden one


class Closed(Exception):
    """The position shown can no longer be changed; the message says why."""


class EditsFigures(FiguresPage):
    """A page for those who may change the figures of the position shown."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EDIT, state=State.WORKING)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Closed as closed:
            messages.error(request, str(closed))
            return redirect("position-list")

    @cached_property
    def position(self) -> Position:
        position = super().position
        if position.is_published:
            raise Closed(
                f"{position} is published and can no longer be changed, so nothing was done. "
                "Returns are of a working position: choose one at the top of the page."
            )
        shut = lock(position, *excepted(position, self.reader))
        if shut:
            raise Closed(shut)
        return position


class ProgrammeReturnFile(EditsFigures):
    """The return of one programme."""

    def get(self, request, slug: str) -> HttpResponse:
        return self.file(slug, holdings(self.position, self.reader, programme__slug=slug))

    def file(self, slug: str, programmes: list[Holding]) -> HttpResponse:
        if not 0 < len(programmes) <= MOST:
            raise Http404(
                f"A return holds 1 to {MOST} programmes of your portfolios, and this one would "
                f"hold {len(programmes)}."
            )
        money, palette = as_excel.FORMATS[Kind.MONEY], colours()
        content = write_return(
            self.position,
            programmes,
            made_at=clock.now(),
            look=Look(
                money,
                *(palette[name][1:] for name in ("ink", "ink-soft", "panel", "rule-strong")),
            ),
        )
        name = f"{file_name('return', slug, self.position.name)}.xlsx"
        return file_response(content, as_excel.CONTENT_TYPE, name)


class PortfolioReturnFile(ProgrammeReturnFile):
    """The return of a portfolio: all of its programmes."""

    def get(self, request, slug: str) -> HttpResponse:
        portfolio = find_portfolio(slug, self.library, self.position).portfolio
        return self.file(slug, holdings(self.position, self.reader, portfolio=portfolio))
