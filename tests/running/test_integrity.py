"""What is broken is found: each kind of damage is done, and told."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from portfolios.models import Position
from reports.freeze import thawed
from reports.models import PublishedFile, PublishedTable
from reports.safekeeping import contents, integrity
from savings.models import SavingsTotal

pytestmark = pytest.mark.django_db


class Undo(Exception):
    """Takes the damage back."""


def told_after(damage) -> str:
    """What is found once the damage is done; it is taken back."""
    found = ""
    try:
        with transaction.atomic():
            damage()
            found = "\n".join(integrity.findings())
            raise Undo
    except Undo:
        return found


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_published_figures_are_whole():
    assert list(integrity.findings()) == []
    out = io.StringIO()
    call_command("check_integrity", stdout=out)
    assert "The database is whole" in out.getvalue()


def a_published_table():
    with thawed():
        table = PublishedTable.objects.first()
        table.content["title"] = "Another"
        table.save()


def a_published_file():
    with thawed():
        PublishedFile.objects.filter(pk=PublishedFile.objects.first().pk).update(content=b"x")


def a_total():
    total = SavingsTotal.objects.first()
    SavingsTotal.objects.filter(pk=total.pk).update(amount=total.amount + 1)


def a_trigger():
    on = " ON savings_savingsline" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER freeze_savings_savingsline_update{on}")


def a_link():
    with thawed():
        Position.objects.filter(slug="working").update(opened_from=999_999)


def a_row():
    """A role that nobody has, past the constraint that refuses it."""
    update = "UPDATE accounts_user SET role = 'none' WHERE username = 'viewer'"
    if connection.vendor == "postgresql":
        sql("ALTER TABLE accounts_user DROP CONSTRAINT user_role_known")
        sql(update)
        sql("ALTER TABLE accounts_user ADD CONSTRAINT user_role_known CHECK (role <> '') NOT VALID")
        return
    sql("PRAGMA ignore_check_constraints = ON")
    try:
        sql(update)
    finally:
        sql("PRAGMA ignore_check_constraints = OFF")


def an_index():
    sql("DROP INDEX one_working_position")


DAMAGE = [
    (an_index, "The constraint one_working_position of portfolios_position is missing"),
    (a_row, "1 rows of accounts_user are against user_role_known"),
    (a_published_table, "is not the one that was published"),
    (a_published_file, "is not the one that was published"),
    (a_total, "A total is not the sum of its lines"),
    (a_trigger, "The trigger freeze_savings_savingsline_update is missing"),
    (a_link, "1 rows of portfolios_position lead to no row of portfolios_position"),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGE, ids=lambda d: getattr(d, "__name__", ""))
def test_damage_is_told(damage, sentence):
    assert sentence in told_after(damage)


def test_rows_against_a_constraint_are_told(monkeypatch):
    constraint = next(c for c in User._meta.constraints if c.name == "user_role_known")
    assert integrity._against(User, constraint) == 0
    turned = constraint.clone()
    turned.condition = ~constraint.condition
    assert integrity._against(User, turned) == User.objects.count()
    monkeypatch.setattr(User._meta, "constraints", [turned])
    assert list(integrity._constraints(User, integrity._named())) == [
        f"{User.objects.count()} rows of accounts_user are against user_role_known."
    ]


def test_a_constraint_that_is_not_there_is_told(monkeypatch):
    constraint = User._meta.constraints[0].clone()
    constraint.name = "never_made"
    monkeypatch.setattr(User._meta, "constraints", [constraint])
    assert list(integrity._constraints(User, integrity._named())) == [
        "The constraint never_made of accounts_user is missing."
    ]


def test_a_finding_makes_the_command_fail(monkeypatch):
    monkeypatch.setattr(
        "reports.management.commands.check_integrity.findings", lambda: iter(["It is broken."])
    )
    with pytest.raises(CommandError, match="It is broken"):
        call_command("check_integrity")


# --- checksums -----------------------------------------------------------------------------------


def test_a_checksum_sees_every_column_and_no_order():
    was = contents._checksum(User, "default")
    viewer = User.objects.get(username="viewer")
    for field in ("first_name", "email", "role", "date_joined"):
        try:
            with transaction.atomic():
                other = {"role": "analyst", "date_joined": "2020-01-01T00:00Z"}.get(field, "x")
                User.objects.filter(pk=viewer.pk).update(**{field: other})
                assert contents._checksum(User, "default") != was, field
                raise Undo
        except Undo:
            pass
    assert contents._checksum(User, "default") == was
    assert contents.counts()["accounts_user"] == was[0] == User.objects.count()
