from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError

from accounts.models import User
from reports.actions.publish_position import publish_position
from reports.management.base import ReportCommand


class Command(ReportCommand):
    help = "Publish a working position: freeze it and keep its tables and files."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--by", required=True, help="the user name of who publishes it")
        parser.add_argument("--note", default="", help="why, where the checklist is not clear")

    def handle(self, *args, **options):
        position = self.ask(options).position
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user “{options['by']}”.")
        try:
            publish_position(position=position, by=user, note=options["note"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{position}: published, {position.files.count()} files kept.")
