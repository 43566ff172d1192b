from django.urls import path

from campaigns import views_funds as views

urlpatterns = [
    path("desk/campaigns/<uuid:pk>/fund/", views.fund, name="fund"),
    path("desk/campaigns/<uuid:pk>/fund/open/", views.open_fund, name="fund-open"),
    path("desk/campaigns/<uuid:pk>/fund/total/", views.resize, name="fund-resize"),
    path("desk/campaigns/<uuid:pk>/fund/allocate/", views.allocate, name="fund-allocate"),
    path("desk/campaigns/<uuid:pk>/fund/export/", views.export, name="fund-export"),
    path("desk/campaigns/<uuid:pk>/fund/<uuid:share>/", views.ledger, name="fund-ledger"),
    path(
        "desk/campaigns/<uuid:pk>/fund/<uuid:share>/<uuid:entry>/counter/",
        views.counter, name="fund-counter",
    ),
]  # fmt: skip
