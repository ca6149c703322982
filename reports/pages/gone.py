"""A row that somebody removed while another had its form open."""

from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from portfolios.models import PortfolioPlace, ProgrammePlace
from reports.editable import Editable


def removed_row(kind: Editable, pk: int) -> Any:
    """What history says of a row's removal; ``None`` where it is there, or never was.

    A row that hung on another which is gone as well is nobody's to be told of.
    """
    if kind.model._default_manager.filter(pk=pk).exists():
        return None
    history: Any = kind.model.history  # type: ignore[attr-defined]
    found = history.filter(id=pk, history_type="-").order_by("-history_id").first()
    try:
        return found if found and kind.portfolios_of(found.instance) else None
    except ObjectDoesNotExist:
        return None


def where_gone(kind: Editable, row: Any) -> str:
    """Where the rows like one that is gone show: a programme or portfolio has a list."""
    lists = {ProgrammePlace: "programme-list", PortfolioPlace: "portfolio-list"}
    return reverse(lists[type(row)]) if type(row) in lists else kind.page(row)


def typed_in(form: Any, sent: Any) -> list[tuple[str, str]]:
    """What somebody typed into a form, by label; what was chosen from rows is not typed."""
    return [
        (str(field.label or name.replace("_", " ")), sent[name])
        for name, field in form.base_fields.items()
        if sent.get(name)
        and not isinstance(field, forms.ModelChoiceField)
        and not field.widget.is_hidden
    ]
