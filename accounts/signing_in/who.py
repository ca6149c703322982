"""Who asks: the session and its person, read with every page and never kept.

Each is one row by its key, asked for in words that are written once: to write the same statement
anew takes Django several times as long as a database to answer it.
"""

from typing import Any, TypeVar

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from accounts.models import User

Row = TypeVar("Row", bound=models.Model)


def row(model: type[Row], key: object) -> Row | None:
    """The row of a key, as the database has it now; ``None`` where there is none."""
    of = model._meta
    asked = f"SELECT * FROM {of.db_table} WHERE {of.pk.column} = %s"  # noqa: S608
    return next(iter(model._default_manager.raw(asked, [key])), None)


class SessionStore(db.SessionStore):
    """Django's own. It keeps its name, which is part of how sessions are signed."""

    def _get_session_from_db(self) -> Session | None:
        held = row(Session, self.session_key)
        if held is None or held.expire_date <= timezone.now():
            self._session_key = None
            return None
        return held


class People(ModelBackend):
    """Django's own: people with a password, and those the directory sent."""

    def get_user(self, user_id: Any) -> User | None:
        user = row(User, user_id)
        return user if user and self.user_can_authenticate(user) else None
