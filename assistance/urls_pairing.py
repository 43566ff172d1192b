from django.urls import path

from assistance import views_cadres, views_pairing, views_proposals

urlpatterns = [
    path("desk/assistance/pairs/", views_pairing.pairs, name="pairs"),
    path("desk/assistance/pairs/propose/", views_pairing.propose, name="propose"),
    path("desk/assistance/files/<uuid:pk>/pair/", views_pairing.pair, name="pair"),
    path("desk/assistance/files/<uuid:pk>/avoid/", views_pairing.avoid, name="avoid"),
    path(
        "desk/assistance/files/<uuid:pk>/avoid/<int:avoidance>/remove/",
        views_pairing.avoid_no_more,
        name="avoid-no-more",
    ),
    path("desk/assistance/proposals/<uuid:pk>/", views_proposals.proposal, name="proposal"),
    path(
        "desk/assistance/proposals/<uuid:pk>/confirm/",
        views_proposals.confirm,
        name="proposal-confirm",
    ),
    path("desk/assistance/proposals/<uuid:pk>/drop/", views_proposals.drop, name="proposal-drop"),
    path(
        "desk/assistance/proposals/<uuid:pk>/<int:row>/", views_proposals.row, name="proposal-row"
    ),
    path(
        "desk/assistance/proposals/<uuid:pk>/<int:row>/out/",
        views_proposals.leave_out,
        name="proposal-row-out",
    ),
    path("desk/assistance/cadres/", views_cadres.cadres_page, name="cadres"),
    path("desk/assistance/cadres/<uuid:pk>/", views_cadres.cadre, name="cadre"),
    path("desk/assistance/cadres/<uuid:pk>/absence/", views_cadres.absence, name="cadre-absence"),
    path("desk/assistance/absences/<uuid:pk>/end/", views_cadres.end_absence, name="absence-end"),
    path("desk/households/me/", views_cadres.own, name="own-cadre"),
]
