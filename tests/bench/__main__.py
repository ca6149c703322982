"""Measure, print the table, and exit 1 when a bar that is in force is missed."""

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from tests.bench import serving, verdict


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        names = ("today", "small", "crowded", "large", "many")
        today, small, crowded, large, many = (folder / f"{name}.sqlite3" for name in names)
        os.environ |= serving.environment(today) | {
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings"
        }
        django.setup()
        from tests.bench import apart, rows

        print("Making databases, then measuring: some ten minutes.", file=sys.stderr)
        serving.fill(today, "load_published")
        serving.fill(small, "demo_large", f"--programmes={rows.SMALL}")
        serving.fill(crowded, "demo_large", f"--programmes={rows.SMALL}", "--crowded")
        serving.fill(large, "demo_large", "--positions=24")  # 672,000 lines, of 2,800 programmes
        serving.fill(many, "demo_large", f"--programmes={apart.MANY}")
        bases = (today, small, crowded, large)
        sites = [stack.enter_context(serving.served(base)) for base in bases]
        measured = [*apart.measure(today, many, sites[0]), *rows.measure(*sites)]
    print(verdict.printed(measured))
    return int(any(row.missed for row in measured))


if __name__ == "__main__":
    sys.exit(main())
