from django.urls import path

from accounts.signing_in.steps import CodePage, SetUpPage
from accounts.views import (
    AccountPage,
    PasswordPage,
    SessionsPage,
    SignIn,
    SignOut,
    from_directory,
    to_directory,
)

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="login"),
    path("sign-in/code/", CodePage.as_view(), name="second-step"),
    path("sign-in/directory/", to_directory, name="directory"),
    path("sign-in/directory/back/", from_directory, name="directory-back"),
    path("sign-out/", SignOut.as_view(), name="logout"),
    path("account/", AccountPage.as_view(), name="account"),
    path("account/password/", PasswordPage.as_view(), name="password"),
    path("account/sessions/", SessionsPage.as_view(), name="sessions"),
    path("account/second-step/", SetUpPage.as_view(), name="second-step-set-up"),
]
