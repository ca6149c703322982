from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from accounts.roles import State, Verb, may


class TrackerAdminSite(AdminSite):
    """People, reference lists and a read-only look at the figures."""

    site_header = "tracker: people and settings"
    site_title = "tracker"
    site_url = "/settings/"  # an administrator reads no figures: this is where theirs are set
    index_title = "People, reference lists and a read-only look at the figures"

    def has_permission(self, request) -> bool:
        return bool(
            may(request.user, Verb.ADMINISTER)
            or may(request.user, Verb.PUBLISH, state=State.WORKING)
        )

    def password_change(self, request, extra_context=None):
        """There is one page for one's own password, and it asks for all that must be asked."""
        return redirect("password")

    def login(self, request, extra_context=None):
        """There is one way to sign in; those signed in without permission are told so."""
        if request.user.is_authenticated:
            raise PermissionDenied("Your role does not let you manage people and settings.")
        return redirect_to_login(request.get_full_path())
