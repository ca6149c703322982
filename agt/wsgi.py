"""The door for a web server. Production unless AGT_MODE says otherwise."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("AGT_MODE", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agt.settings")

WILL_NOT_BOOT = 3  # which gunicorn takes for: do not try again

gc.disable()
try:
    application = get_wsgi_application()
except ImproperlyConfigured as wrong:
    print(f"The tracker does not start. {wrong}", file=sys.stderr)
    sys.exit(WILL_NOT_BOOT)
# What was made while starting is never let go, and so not searched in requests for what could be.
gc.freeze()
gc.enable()
gc.set_threshold(20_000)  # a page is made within one: what it lets go of is let go without it
