from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import checks
from django_structlog.signals import bind_extra_request_metadata

from unionportal import logs
from unionportal.checks import demo_accounts, one_driver, production_settings


class PortalConfig(AppConfig):
    name = "unionportal"
    verbose_name = "工会门户"

    def ready(self) -> None:
        checks.register(production_settings)
        checks.register(one_driver)
        checks.register(demo_accounts, checks.Tags.database)
        bind_extra_request_metadata.connect(logs.bind_address)


class PortalAdminConfig(AdminConfig):
    """The admin at /admin/ is for configuration; it opens only after the second factor."""

    default_site = "unionportal.admin_site.PortalAdminSite"
