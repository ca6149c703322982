from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("delivery/", Page("delivery.overview.DeliveryOverview"), name="savings-delivery"),
    path(
        "delivery/claims/<int:pk>/<slug:move>/",
        Page("delivery.months.JudgePage"),
        name="savings-judge",
    ),
    path(
        "delivery/<slug:slug>/months/",
        Page("delivery.months.MonthsPage"),
        name="savings-delivery-programme",
    ),
    path("delivery/<slug:slug>/claim/", Page("delivery.claim.ClaimPage"), name="savings-claim"),
    path("ledger/", Page("delivery.ledger.LedgerPage"), name="savings-ledger"),
    path("ledger/apply/", Page("delivery.ledger.LedgerApplyPage"), name="savings-ledger-apply"),
    path("double-counting/", Page("delivery.double.DoublePage"), name="savings-double"),
    path(
        "double-counting/<int:pk>/<int:year>/rule/",
        Page("delivery.double.RulePage"),
        name="savings-rule",
    ),
    path("cost/", Page("delivery.cost.CostPage"), name="savings-cost"),
]
