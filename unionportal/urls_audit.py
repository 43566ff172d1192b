from django.urls import path

from unionportal.audit_pages import entries

app_name = "audit"

urlpatterns = [path("desk/audit/", entries, name="entries")]
