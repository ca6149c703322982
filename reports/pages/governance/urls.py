from django.urls import path

from reports.pages.governance.dependency import DependencyPage
from reports.pages.governance.dependency_list import DependencyListFile, DependencyListPage
from reports.pages.governance.dependency_map import DependencyMapPage
from reports.pages.governance.heat_map import HeatMapPage
from reports.pages.governance.index import GovernanceIndexPage
from reports.pages.governance.register import RegisterFile, RegisterPage
from reports.pages.governance.risk import RiskActPage, RiskPage
from reports.pages.governance.risk_movement import RiskMovementPage
from reports.pages.governance.since import SincePage

urlpatterns = [
    path("", GovernanceIndexPage.as_view(), name="governance"),
    path("risks/", RegisterPage.as_view(), name="governance-risks"),
    path("risks.<suffix:suffix>", RegisterFile.as_view(), name="governance-risks-file"),
    path("risks/<int:pk>/", RiskPage.as_view(), name="governance-risk"),
    path("risks/<int:pk>/<slug:act>/", RiskActPage.as_view(), name="governance-risk-act"),
    path("heat-map/", HeatMapPage.as_view(), name="governance-heat-map"),
    path("risk-movement/", RiskMovementPage.as_view(), name="governance-risk-movement"),
    path("since/", SincePage.as_view(), name="governance-since"),
    path("dependencies/", DependencyListPage.as_view(), name="governance-dependencies"),
    path(
        "dependencies.<suffix:suffix>",
        DependencyListFile.as_view(),
        name="governance-dependencies-file",
    ),
    path("dependencies/<int:pk>/", DependencyPage.as_view(), name="governance-dependency"),
    path("dependency-map/", DependencyMapPage.as_view(), name="governance-dependency-map"),
]
