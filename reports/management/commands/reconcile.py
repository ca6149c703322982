import json

from reports.definitions.reconciliation import counts
from reports.management.base import ReportCommand
from reports.reconciliation import Result, State


class Command(ReportCommand):
    help = "Check every stated figure. Exit 1 while a break has no explanation."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        ask = self.ask(options)
        results = [
            r
            for r in ask.library.reconciled
            if not options["position"] or r.figure.position_id == ask.position.pk
        ]
        names = {p.pk: p.name for p in ask.library.positions}
        if options["format"] == "json":
            rows = [_as_dict(r, names) for r in results]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self._print(results, names)
        if any(r.state is State.BREAK and not r.figure.explanation for r in results):
            raise SystemExit(1)

    def _print(self, results: list[Result], names: dict[int, str]) -> None:
        for state, number in counts(results).items():
            self.stdout.write(f"{number:>4} {state}")
        for result in results:
            figure, check = result.figure, result.worst
            if check and result.state is State.BREAK:
                self.stdout.write(f"\n{names[figure.position_id]}: {figure}")
                self.stdout.write(f"  {check.name}: against {check.against}")
                self.stdout.write(f"  explanation: {figure.explanation or 'none yet'}")


def _as_dict(result: Result, names: dict[int, str]) -> dict:
    figure = result.figure
    return {
        "position": names[figure.position_id],
        "document": figure.document,
        "place": figure.place,
        "table": figure.table,
        "row": figure.row,
        "column": figure.column,
        "stated": figure.printed,
        "state": str(result.state),
        "checks": [
            {"check": check.name, "against": check.against, "state": str(check.state)}
            for check in result.checks
        ],
        "explanation": figure.explanation,
    }
