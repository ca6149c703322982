#!/usr/bin/env python
"""Django's command line for the tracker. It speaks to the demo unless AGT_MODE says otherwise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("AGT_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agt.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f"The tracker does not start. {wrong}")


if __name__ == "__main__":
    main()
