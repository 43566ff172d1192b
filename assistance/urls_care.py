from django.urls import path

from assistance import views_households as households
from assistance import views_money as money
from assistance import views_needs as needs
from assistance import views_supplies as supplies

urlpatterns = [
    # The cadre's own, on the phone.
    path("desk/households/", households.mine, name="households"),
    path("desk/households/<uuid:pk>/", households.household, name="household"),
    path("desk/households/<uuid:pk>/contact/", households.contact, name="contact"),
    path("desk/households/contacts/<uuid:pk>/", households.correct, name="contact-correct"),
    # Needs and what is brought.
    path("desk/assistance/needs/", needs.listed, name="needs"),
    path("desk/assistance/needs/<uuid:pk>/", needs.need, name="need"),
    path("desk/assistance/needs/<uuid:pk>/assign/", needs.assign, name="need-assign"),
    path("desk/assistance/needs/<uuid:pk>/settle/", needs.settle, name="need-settle"),
    path("desk/assistance/needs/<uuid:pk>/cancel/", needs.cancel, name="need-cancel"),
    path("desk/assistance/needs/<uuid:pk>/buy/", needs.buy, name="need-buy"),
    path("desk/assistance/needs/<uuid:pk>/deliver/", needs.deliver, name="need-deliver"),
    path("desk/assistance/needs/<uuid:pk>/sign/", needs.sign, name="need-sign"),
    path("desk/assistance/supplies/", supplies.listed, name="supplies"),
    path("desk/assistance/supplies/give/", supplies.give, name="supplies-give"),
    path("desk/assistance/supplies/delivered/", supplies.delivered, name="supplies-delivered"),
    path("desk/assistance/supplies/<uuid:pk>/", supplies.receipt, name="supply"),
    # The money behind it.
    path("desk/assistance/funds/", money.listed, name="funds"),
    path("desk/assistance/funds/<uuid:pk>/", money.fund, name="fund"),
    path("desk/assistance/funds/<uuid:pk>/total/", money.resize, name="fund-resize"),
    path("desk/assistance/funds/<uuid:pk>/allocate/", money.allocate, name="fund-allocate"),
    path("desk/assistance/shares/<uuid:pk>/", money.share_ledger, name="fund-ledger"),
    path("desk/assistance/entries/<uuid:pk>/counter/", money.counter, name="fund-counter"),
]
