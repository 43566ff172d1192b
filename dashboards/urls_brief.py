import datetime

from django.urls import path, register_converter

from dashboards import views_brief


class Month:
    """2026-11, as its first day."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date(int(value[:4]), int(value[5:]), 1)

    def to_url(self, value: datetime.date) -> str:
        return f"{value:%Y-%m}"


register_converter(Month, "month")

urlpatterns = [
    path("dashboards/briefs/", views_brief.choose, name="briefs"),
    path("dashboards/briefs/<uuid:pk>/", views_brief.of_campaign, name="brief-campaign"),
    path(
        "dashboards/briefs/<uuid:pk>/word/", views_brief.campaign_word, name="brief-campaign-word"
    ),
    path("dashboards/briefs/<month:month>/", views_brief.of_month, name="brief-month"),
    path("dashboards/briefs/<month:month>/word/", views_brief.month_word, name="brief-month-word"),
]
