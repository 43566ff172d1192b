from django.urls import path

from campaigns import views_deliveries, views_restock, views_rounds

urlpatterns = [
    path("desk/campaigns/<uuid:pk>/rounds/", views_rounds.rounds, name="rounds"),
    path("desk/campaigns/<uuid:pk>/rounds/new/", views_rounds.add, name="round-add"),
    path("desk/rounds/<uuid:pk>/", views_deliveries.round_, name="round"),
    path("desk/rounds/<uuid:pk>/choose/", views_rounds.choose, name="round-choose"),
    path("desk/rounds/<uuid:pk>/record/", views_deliveries.record, name="round-record"),
    path("desk/rounds/<uuid:pk>/close/", views_rounds.close, name="round-close"),
    path("desk/rounds/<uuid:pk>/export/", views_rounds.export, name="round-export"),
    path("desk/deliveries/<uuid:pk>/", views_deliveries.delivery, name="delivery"),
    path("desk/deliveries/<uuid:pk>/arrived/", views_deliveries.arrived, name="delivery-arrived"),
    path("desk/deliveries/<uuid:pk>/undo/", views_deliveries.undo, name="delivery-undo"),
    path("desk/deliveries/<uuid:pk>/out/", views_deliveries.leave_out, name="delivery-leave-out"),
    path(
        "desk/deliveries/<uuid:pk>/restocked/",
        views_deliveries.restocked,
        name="delivery-restocked",
    ),
    path("desk/restock/", views_restock.restock, name="restock"),
    path("desk/restock/done/", views_restock.done, name="restock-done"),
    path("desk/restock/export/", views_restock.export, name="restock-export"),
]
