import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import SecondStep, User
from agt.words import clock


class Command(BaseCommand):
    help = "Let go of what is kept about people no longer than needed; run it once a day."

    @transaction.atomic
    def handle(self, *args, **options):
        now = clock.now()
        sign_ins = now - datetime.timedelta(days=settings.KEEP_SIGN_IN_DAYS)
        closed = now - datetime.timedelta(days=settings.KEEP_LEAVERS_DAYS)
        sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
        attempts, _ = AccessAttempt.objects.filter(attempt_time__lt=sign_ins).delete()
        leavers = User.objects.filter(is_active=False, closed_at__lt=closed)
        SecondStep.objects.filter(user__in=leavers).delete()
        people = leavers.exclude(email="", directory_key=None).update(email="", directory_key=None)
        self.stdout.write(
            f"Removed {sessions} ended sessions, {attempts} failed sign-ins, "
            f"the addresses of {people} people who left."
        )
