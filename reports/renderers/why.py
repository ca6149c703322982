"""Where a figure answers "why this number?"."""

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from reports.table import Source


@lru_cache(maxsize=5000)
def figure_url(source: Source) -> str:
    """The address of the page that says what the figure is made of."""
    query = {"position": source.position, **source.quantity.as_query()}
    return f"{reverse('figure')}?{urlencode(query)}"
