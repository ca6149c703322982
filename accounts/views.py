from django.conf import settings
from django.contrib.auth import views
from django.urls import reverse

from accounts import demo
from accounts.models import User
from accounts.roles import Verb, may


class SignIn(views.LoginView):
    """Sign in; an administrator goes to people and settings, everyone else to the dashboard."""

    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        if may(self.request.user, Verb.ADMINISTER):
            return reverse("admin:index")
        return super().get_default_redirect_url()

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "demo_sign_ins": _demo_sign_ins()}


def _demo_sign_ins() -> list[dict[str, str]]:
    if settings.MODE != "demo":
        return []
    held = set(User.objects.filter(username__in=demo.USERS).values_list("username", flat=True))
    return [
        {"username": name, "password": demo.PASSWORD, "role": title}
        for name, (_, title) in demo.USERS.items()
        if name in held
    ]
