from django.urls import path

from dashboards import views_households as views

urlpatterns = [
    path("dashboards/households/", views.page, name="households"),
    path("dashboards/rows/contacts/", views.contacts, name="rows-contacts"),
    path("dashboards/rows/messages/", views.message_rows, name="rows-messages"),
]
