from django.urls import path

from campaigns import views_giving as views
from campaigns import views_ledger

urlpatterns = [
    path("desk/campaigns/<uuid:pk>/grants/", views.grants, name="grants"),
    path("desk/campaigns/<uuid:pk>/grants/export/", views_ledger.export, name="grants-export"),
    path("desk/campaigns/<uuid:pk>/grants/<uuid:grant>/", views.grant, name="grant"),
    path(
        "desk/campaigns/<uuid:pk>/grants/<uuid:grant>/reverse/",
        views.reverse, name="grant-reverse",
    ),
    path("desk/campaigns/<uuid:pk>/give/", views.give, name="give"),
    path("desk/campaigns/<uuid:pk>/give/sign/", views.sign, name="give-sign"),
    path("me/received/", views.received, name="received"),
]  # fmt: skip
