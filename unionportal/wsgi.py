"""The door for gunicorn: `gunicorn unionportal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from unionportal.refusals import refuse_unsafe_settings, refuse_demo_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionportal.settings")

refuse_unsafe_settings()
application = get_wsgi_application()
refuse_demo_accounts()
