from agt.late import Late, path


class Page(Late):
    """A page of this package: who is signed in asks for hardly any of them."""

    package = "accounts"


urlpatterns = [
    path("sign-in/", Page("views.SignIn"), name="login"),
    path("sign-in/code/", Page("signing_in.steps.CodePage"), name="second-step"),
    path("sign-in/directory/", Page("views.to_directory"), name="directory"),
    path("sign-in/directory/back/", Page("views.from_directory"), name="directory-back"),
    path("sign-out/", Page("views.SignOut"), name="logout"),
    path("account/", Page("views.AccountPage"), name="account"),
    path("account/password/", Page("views.PasswordPage"), name="password"),
    path("account/sessions/", Page("views.SessionsPage"), name="sessions"),
    path("account/second-step/", Page("signing_in.steps.SetUpPage"), name="second-step-set-up"),
]
