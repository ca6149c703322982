"""The council's words in templates, built in: ``{% say %}`` for text, ``|say`` for a label."""

from django import template

from portfolios import council

register = template.Library()


@register.simple_tag
def say(text: str) -> str:
    """One of our words as the council says it."""
    return council.say(text)


@register.filter
def say_label(cell: object) -> object:
    """A cell of a list: a label of ours in the council's words, or what is held as it is."""
    return council.say_label(cell)


@register.filter(name="say")
def say_filter(text: object) -> str:
    """A label of ours in the council's words."""
    return council.say(text if isinstance(text, str) else str(text))
