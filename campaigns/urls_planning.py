from django.urls import path

from campaigns import views_planning, views_progress

urlpatterns = [
    path("desk/campaigns/", views_planning.campaigns, name="campaigns"),
    path("desk/campaigns/new/", views_planning.open_new, name="open"),
    path("desk/campaigns/<uuid:pk>/", views_progress.campaign, name="campaign"),
    path("desk/campaigns/<uuid:pk>/export/", views_progress.export, name="campaign-export"),
    path("desk/campaigns/<uuid:pk>/plan/", views_planning.plan, name="plan"),
    path("desk/campaigns/<uuid:pk>/items/", views_planning.items, name="items"),
    path("desk/campaigns/<uuid:pk>/targets/", views_planning.targets, name="targets"),
    path("desk/campaigns/<uuid:pk>/move/", views_planning.move, name="move"),
]
