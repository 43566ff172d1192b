"""The portal as a whole: settings, addresses, servers, checks."""

from unionportal.celery import app as celery_app

__all__ = ["celery_app"]
