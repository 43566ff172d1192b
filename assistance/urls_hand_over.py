from django.urls import path

from assistance import views_hand_over as views
from assistance import views_hand_overs

urlpatterns = [
    path("desk/assistance/hand-overs/", views_hand_overs.hand_overs, name="hand-overs"),
    path("desk/assistance/hand-overs/<uuid:pk>/", views.hand_over, name="hand-over"),
    path("desk/assistance/hand-overs/<uuid:pk>/keep/", views.keep, name="hand-over-keep"),
    path("desk/assistance/files/<uuid:pk>/hand-over/", views.ask, name="hand-over-ask"),
]
