"""Settings by environment: each is read here, and refused with a sentence when it cannot be."""

import os
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

DATABASES = ("sqlite", "postgres", "postgresql")


def text(name: str, default: str = "", *, least: int = 0, why: str = "") -> str:
    """What is set, without the spaces around it; ``least`` characters, or nothing at all."""
    value = os.environ.get(name, "").strip() or default
    if value and len(value) < least:
        raise ImproperlyConfigured(f"{name} must be {least} characters or more. {why}".strip())
    return value


def one_of(name: str, default: str, known: Iterable[str]) -> str:
    """One of the words in ``known``."""
    value, words = text(name, default), list(known)
    if value not in words:
        listed = f"{', '.join(words[:-1])} or {words[-1]}"
        raise ImproperlyConfigured(f"{name} is “{value}”: it can be {listed}.")
    return value


def yes(name: str, default: str) -> bool:
    """Whether it says yes; no is the only other word there is."""
    return one_of(name, default, ("yes", "no")) == "yes"


def whole(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between ``least`` and ``most``, both included."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and least <= int(value[:9]) <= most):
        raise ImproperlyConfigured(
            f"{name} is “{value}”: it must be a whole number from {least} to {most}."
        )
    return int(value)


def words(name: str, *, known: Iterable[str] | None = None) -> list[str]:
    """What is set, word by word; each among ``known`` where that is given."""
    found = os.environ.get(name, "").split()
    for word in found if known is not None else ():
        one_of_them = list(known or ())
        if word not in one_of_them:
            raise ImproperlyConfigured(
                f"{name} names “{word}”: it can name {', '.join(one_of_them)}."
            )
    return found


def file(name: str) -> str:
    """The path of a file that is there, or nothing."""
    value = text(name)
    if value and not os.path.isfile(value):
        raise ImproperlyConfigured(f"{name} is “{value}”: there is no such file.")
    return value


def https_address(name: str) -> str:
    """The address of another service, without a slash at its end; plain http on this machine."""
    value = text(name).rstrip("/")
    at = urlsplit(value)
    local = at.hostname in ("127.0.0.1", "localhost")
    if value and not (at.hostname and (at.scheme == "https" or (local and at.scheme == "http"))):
        raise ImproperlyConfigured(f"{name} is “{value}”: it must be an address of https://….")
    return value


def database(name: str, default: str) -> str:
    """The address of a database of a kind that the tracker runs on."""
    value = text(name, default)
    kind = value.partition(":")[0]
    if kind not in DATABASES or "://" not in value:  # the rest of it may hold a password
        raise ImproperlyConfigured(
            f"{name} begins with “{kind[:20]}”: "
            "it must be sqlite:////folder/file or postgres://user:password@host/name."
        )
    return value


def together(**given: str) -> bool:
    """Whether all are set; ``ImproperlyConfigured`` when some are and some are not."""
    missing = [name for name, value in given.items() if not value]
    if missing and len(missing) < len(given):
        raise ImproperlyConfigured(
            f"{' and '.join(missing)} must be set too: {', '.join(given)} only work together."
        )
    return not missing
