from django.urls import path

from campaigns import views_planning

urlpatterns = [
    path("desk/campaigns/", views_planning.campaigns, name="campaigns"),
    path("desk/campaigns/<uuid:pk>/", views_planning.campaign, name="campaign"),
]
