"""The door for gunicorn: `gunicorn unionportal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from unionportal.refusals import refuse_demo_accounts, refuse_unsafe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionportal.settings")

refuse_unsafe_settings()
application = get_wsgi_application()
refuse_demo_accounts()
# gunicorn forks after this line (preload_app): a connection must not be shared by processes.
connections.close_all()
