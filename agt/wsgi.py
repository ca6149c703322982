"""The door for a web server. Production unless AGT_MODE says otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("AGT_MODE", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agt.settings")

application = get_wsgi_application()
