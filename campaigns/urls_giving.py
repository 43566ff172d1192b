from django.urls import path

from campaigns import views_giving, views_grants, views_ledger

urlpatterns = [
    path("desk/campaigns/<uuid:pk>/grants/", views_grants.grants, name="grants"),
    path("desk/campaigns/<uuid:pk>/grants/export/", views_ledger.export, name="grants-export"),
    path("desk/campaigns/<uuid:pk>/grants/<uuid:grant>/", views_grants.grant, name="grant"),
    path(
        "desk/campaigns/<uuid:pk>/grants/<uuid:grant>/reverse/",
        views_grants.reverse, name="grant-reverse",
    ),
    path("desk/campaigns/<uuid:pk>/give/", views_giving.give, name="give"),
    path("desk/campaigns/<uuid:pk>/give/sign/", views_giving.sign, name="give-sign"),
    path("me/received/", views_grants.received, name="received"),
]  # fmt: skip
