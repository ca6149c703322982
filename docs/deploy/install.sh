#!/bin/sh
# Installs an unpacked release in its own folder. It needs Python 3.11 or newer, and no compiler.
set -eu
cd "$(dirname "$0")/../.."
"${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
  --require-hashes --only-binary :all: --compile -r requirements/base.txt
.venv/bin/python -m compileall -q accounts agt governance portfolios reports savings workforce
echo "Installed. Settings: docs/install.md"
