from django.urls import path

from reports.pages.delivery.claim import ClaimPage
from reports.pages.delivery.cost import CostPage
from reports.pages.delivery.double import DoublePage, RulePage
from reports.pages.delivery.ledger import LedgerApplyPage, LedgerPage
from reports.pages.delivery.months import JudgePage, MonthsPage
from reports.pages.delivery.overview import DeliveryOverview

urlpatterns = [
    path("delivery/", DeliveryOverview.as_view(), name="savings-delivery"),
    path("delivery/claims/<int:pk>/<slug:move>/", JudgePage.as_view(), name="savings-judge"),
    path("delivery/<slug:slug>/months/", MonthsPage.as_view(), name="savings-delivery-programme"),
    path("delivery/<slug:slug>/claim/", ClaimPage.as_view(), name="savings-claim"),
    path("ledger/", LedgerPage.as_view(), name="savings-ledger"),
    path("ledger/apply/", LedgerApplyPage.as_view(), name="savings-ledger-apply"),
    path("double-counting/", DoublePage.as_view(), name="savings-double"),
    path("double-counting/<int:pk>/<int:year>/rule/", RulePage.as_view(), name="savings-rule"),
    path("cost/", CostPage.as_view(), name="savings-cost"),
]
