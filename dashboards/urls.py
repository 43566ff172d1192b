"""Every address of 看全局; each subject holds its own (urls_*.py)."""

from django.urls import URLPattern, URLResolver

app_name = "dashboards"
urlpatterns: list[URLPattern | URLResolver] = []
