from django.urls import path

from unionportal import people_pages as pages

app_name = "people"

urlpatterns = [
    path("privacy/", pages.privacy, name="privacy"),
    path("me/data/", pages.data, name="data"),
    path("me/data/withdraw/", pages.withdraw_consent, name="withdraw-consent"),
    path("me/data/copy/", pages.copy, name="copy"),
    path("me/looks/", pages.looks, name="looks"),
]
