from django.urls import path

from notifications.gateways import outbox
from unionportal import message_pages as pages
from unionportal.outbox_page import demo_outbox

app_name = "notifications"

urlpatterns = [
    path("me/messages/", pages.inbox, name="inbox"),
    path("me/messages/sms/", pages.sms, name="sms"),
    path("desk/messages/", pages.desk_inbox, name="desk-inbox"),
    path("desk/messages/sms/", pages.desk_sms, name="desk-sms"),
    path("desk/reconciliation/", pages.reconciliation, name="reconciliation"),
    path("desk/reconciliation/<uuid:pk>/resend/", pages.resend, name="resend"),
]
# Decided once, as the process starts: in production this path does not exist.
if outbox.is_open():
    urlpatterns.append(path("demo/outbox/", demo_outbox, name="demo-outbox"))
