from django.urls import path

from dashboards import views_screen as screen
from dashboards import views_screens as screens

# Everything under dashboards/screen/ refreshes by itself and keeps nobody signed in
# (settings.UNATTENDED).
urlpatterns = [
    path("dashboards/screen/", screen.screen, name="screen"),
    path("dashboards/screen/figures/", screen.figures, name="screen-figures"),
    path("dashboards/screen/open/<str:token>/", screen.open_link, name="screen-open"),
    path("dashboards/screen/wall/", screen.on_wall, name="screen-wall"),
    path("dashboards/screen/wall/figures/", screen.on_wall_figures, name="screen-wall-figures"),
    path("dashboards/screens/", screens.links, name="screens"),
    path("dashboards/screens/<uuid:pk>/revoke/", screens.revoke, name="screen-revoke"),
]
