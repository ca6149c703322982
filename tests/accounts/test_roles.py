import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.roles import RULES, Role, State, Verb, may, require

# Each cell says in which positions: w the working one, p published ones, - neither.
TABLE = """
                read export edit explain confirm approve verify sign publish read_posts edit_posts engage administer
viewer          wp   -      -    -       -       -       -      -    -       -          -          -      -
analyst         wp   wp     -    -       -       -       -      -    -       -          -          -      -
pmo_editor      wp   wp     w    wp      -       -       -      -    w       -          -          w      -
portfolio_lead  wp   wp     w    -       -       -       -      -    -       -          -          w      -
finance_partner wp   wp     -    wp      w       w       w      -    -       -          -          -      -
section_151     wp   wp     -    wp      w       w       w      w    -       -          -          -      -
hr_partner      wp   wp     -    -       -       -       -      -    -       wp         w          w      -
administrator   -    -      -    -       -       -       -      -    -       -          -          -      wp
"""  # noqa: E501


def _as_table() -> str:
    """What the product answers, written as the table above is."""
    lines = [["", *Verb.values]]
    for role in Role:
        user = User(role=role, is_active=True)
        lines.append([role.value])
        for verb in Verb:
            states = [s for s in (State.WORKING, State.PUBLISHED) if may(user, verb, state=s)]
            lines[-1].append("".join(s.value[0] for s in states) or "-")
    return "\n".join(" ".join(line) for line in lines)


def test_each_role_may_do_what_the_design_says_and_nothing_else():
    expected = "\n".join(" ".join(line.split()) for line in TABLE.strip().splitlines())
    assert _as_table().strip() == expected


def test_whoever_edits_never_agrees():
    """Nobody can wave their own change through, whoever is named."""
    for verbs in RULES.values():
        assert not {Verb.EDIT, Verb.APPROVE} <= set(verbs)
        assert not {Verb.EDIT, Verb.VERIFY} <= set(verbs)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_a_person_who_left_may_do_nothing(role, verb, state):
    answer = may(User(role=role, is_active=False), verb, state=state)
    assert (answer.allowed, answer.reason) == (False, "Sign in first.")


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_nobody_may_do_anything_unsigned(verb, state):
    answer = may(AnonymousUser(), verb, state=state)
    assert (answer.allowed, answer.reason) == (False, "Sign in first.")


def test_a_setting_keeps_the_working_position_from_viewers_alone(settings):
    settings.VIEWERS_SEE_WORKING = False
    readers = {role for role in Role if may(User(role=role), Verb.READ, state=State.WORKING)}
    assert readers == set(Role) - {Role.VIEWER, Role.ADMINISTRATOR}
    assert may(User(role=Role.VIEWER), Verb.READ, state=State.PUBLISHED)
    assert may(User(role=Role.VIEWER), Verb.READ, state=State.WORKING).reason == (
        "A working position does not let you read the figures."
    )


def test_a_published_position_is_what_is_asked_about_by_default():
    editor = User(role=Role.PMO_EDITOR)
    assert may(editor, Verb.READ)
    assert not may(editor, Verb.EDIT)


def test_an_unknown_role_is_an_error_and_no_permission():
    with pytest.raises(ValueError, match="owner"):
        may(User(role="owner"), Verb.READ)


@pytest.mark.parametrize(
    ("role", "verb", "state", "reason"),
    [
        (
            Role.PMO_EDITOR,
            Verb.EDIT,
            State.PUBLISHED,
            "A published position does not let you change the figures.",
        ),
        (
            Role.VIEWER,
            Verb.EXPORT,
            State.PUBLISHED,
            "The role Viewer (Board) does not let you take figures away in a file.",
        ),
        (
            Role.ADMINISTRATOR,
            Verb.READ,
            State.WORKING,
            "The role Administrator does not let you read the figures.",
        ),
    ],
)
def test_a_refusal_gives_its_reason(role, verb, state, reason):
    user = User(role=role)
    assert may(user, verb, state=state).reason == reason
    with pytest.raises(PermissionDenied, match=f"^{reason.replace('(', '.').replace(')', '.')}$"):
        require(user, verb, state=state)


def test_what_is_allowed_needs_no_reason():
    editor = User(role=Role.PMO_EDITOR)
    assert may(editor, Verb.EDIT, state=State.WORKING).reason == ""
    require(editor, Verb.EDIT, state=State.WORKING)


# --- people named for posts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [
        (Role.VIEWER, True, False),
        (Role.ANALYST, True, False),
        (Role.PMO_EDITOR, True, True),
        (Role.PORTFOLIO_LEAD, True, True),
        (Role.HR_PARTNER, True, True),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_a_person_named_for_posts_sees_them_and_changes_them_as_they_change_figures(
    role, reads, edits
):
    named = User(role=role, named_for_posts=True)
    assert named.reads_posts() is reads
    assert bool(may(named, Verb.EDIT_POSTS, state=State.WORKING)) is edits
    assert not may(named, Verb.EDIT_POSTS, state=State.PUBLISHED)
    assert User(role=role).reads_posts() is (role is Role.HR_PARTNER)
