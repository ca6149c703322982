"""The admin manages people and reference lists; every figure in it is read-only."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import State, Verb, may
from accounts.signing_in.passwords import GIVEN_DAYS, given_until
from accounts.signing_in.sessions import end_sessions

admin.site.unregister(Group)  # what a person may do is said by their role


class ReferenceAdmin(admin.ModelAdmin):
    """Reference lists: administrators and PMO editors change them."""

    def _allowed(self, request) -> bool:
        return bool(
            may(request.user, Verb.ADMINISTER)
            or may(request.user, Verb.PUBLISH, state=State.WORKING)
        )

    def has_module_permission(self, request) -> bool:
        return self._allowed(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return self._allowed(request)

    def has_add_permission(self, request) -> bool:
        return self._allowed(request)

    has_change_permission = has_delete_permission = has_view_permission


class FigureAdmin(admin.ModelAdmin):
    """Figures: looked at, never changed here; pages of the tracker change them, with history."""

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return bool(may(request.user, Verb.PUBLISH, state=State.WORKING))

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


GIVEN = f"Tell it to the person: it lets in for {GIVEN_DAYS} days, to choose one of their own."


def given(user: Any) -> Any:
    """Their password is set by somebody else: they choose their own at the next sign-in."""
    user.password_given_until = given_until()
    return user


class NewPersonForm(AdminUserCreationForm):
    def set_password_and_save(self, user, commit=True, **kwargs):
        return super().set_password_and_save(given(user), commit=commit, **kwargs)


class GivenPasswordForm(AdminPasswordChangeForm):
    def set_password_and_save(self, user, commit=True, **kwargs):
        return super().set_password_and_save(given(user), commit=commit, **kwargs)  # type: ignore[misc]


@admin.register(AccessAttempt)
class AttemptAdmin(admin.ModelAdmin):
    """Wrong passwords and codes by name and address; to take a row away ends the wait."""

    list_display = ["username", "ip_address", "failures_since_start", "attempt_time"]
    search_fields = ["username", "ip_address"]
    fields = ["username", "ip_address", "failures_since_start", "attempt_time", "user_agent"]

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return bool(may(request.user, Verb.ADMINISTER))

    has_delete_permission = has_view_permission

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(User)
class PeopleAdmin(UserAdmin):
    add_form, change_password_form = NewPersonForm, GivenPasswordForm
    list_display = ["username", "first_name", "last_name", "role", "all_portfolios", "is_active"]
    list_filter = ["role", "is_active"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        (
            "What they may do",
            {"fields": ["role", "all_portfolios", "named_for_posts", "is_active"]},
        ),
        ("Sign-in", {"fields": ["directory_key"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    actions = ["take_second_step_away", "sign_out"]
    add_fieldsets = [
        (None, {"fields": ["username", "role", "all_portfolios"]}),
        ("Password", {"fields": ["password1", "password2"], "description": GIVEN}),
    ]
    filter_horizontal = ()

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return bool(may(request.user, Verb.ADMINISTER))

    has_add_permission = has_change_permission = has_view_permission

    @admin.action(description="Take the second step away (a lost phone)")
    def take_second_step_away(self, request, queryset) -> None:
        for user in queryset.filter(second_step__isnull=False):
            user.second_step.delete()
            end_sessions(user)
            self.log_change(request, user, "The second step was taken away.")

    @admin.action(description="Sign out everywhere")
    def sign_out(self, request, queryset) -> None:
        for user in queryset:
            end_sessions(user)
            self.log_change(request, user, "All sessions were ended.")

    def has_delete_permission(self, request, obj=None) -> bool:
        """People are deactivated, never deleted: what they did stays theirs."""
        return False
