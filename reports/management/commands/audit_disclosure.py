"""Whether anything that a position withholds can be worked out from all its tables together."""

from django.core.management.base import CommandError

from reports.asking import all_tables
from reports.disclosure import audit
from reports.management.base import ReportCommand


class Command(ReportCommand):
    help = "Work out the interval of every withheld number; exit 1 where one is found out."

    def handle(self, *args, **options):
        findings = audit(all_tables(self.ask(options)))
        found_out = [f for f in findings if f.is_found_out]
        for finding in found_out:
            why = "forced: the Cabinet table prints it" if finding.is_forced else "FOUND OUT"
            self.stdout.write(f"{finding.table}: {finding.row}, {finding.column}: {why}")
        self.stdout.write(f"{len(findings)} withheld numbers, {len(found_out)} single values.")
        if any(not finding.is_forced for finding in found_out):
            raise CommandError("What is withheld can be worked out.")
