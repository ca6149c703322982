from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count

from accounts.demo import PASSWORD, USERS
from accounts.models import User
from accounts.roles import Role
from portfolios.models import Portfolio


class Command(BaseCommand):
    help = "Make the demo users (demo and test mode only); running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--show", action="store_true", help="print the sign-ins, make nothing")

    def handle(self, *args, **options):
        if settings.MODE == "production":
            raise CommandError("Demo users have a published password: not in production.")
        for username, (role, title) in USERS.items():
            if options["show"]:
                self.stdout.write(f"  {username:<8} {PASSWORD}   {title}")
            elif not User.objects.filter(username=username).exists():
                self._make(username, role, title)

    @transaction.atomic
    def _make(self, username: str, role: Role, title: str) -> None:
        leads = role is Role.PORTFOLIO_LEAD
        user = User.objects.create_user(
            username, password=PASSWORD, role=role, all_portfolios=not leads, first_name=title
        )
        largest = Portfolio.objects.annotate(size=Count("places")).order_by("-size", "name")
        if leads and (portfolio := largest.first()):
            portfolio.people.add(user)
