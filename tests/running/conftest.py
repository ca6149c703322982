import os
import subprocess
import sys

import pytest

from tests.browser.product import ROOT


@pytest.fixture
def python():
    """Run a line of Python under the product's settings and the environment given."""

    def run(line: str, **environment: str) -> subprocess.CompletedProcess:
        known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-c", line],
            cwd=ROOT,
            env={**known, "AGT_MODE": "test", "DJANGO_SETTINGS_MODULE": "agt.settings"}
            | environment,
            capture_output=True,
            text=True,
        )

    return run
