from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("", Page("governance.index.GovernanceIndexPage"), name="governance"),
    path("risks/", Page("governance.register.RegisterPage"), name="governance-risks"),
    path(
        "risks.<suffix:suffix>",
        Page("governance.register.RegisterFile"),
        name="governance-risks-file",
    ),
    path("risks/<int:pk>/", Page("governance.risk.RiskPage"), name="governance-risk"),
    path(
        "risks/<int:pk>/<slug:act>/",
        Page("governance.risk.RiskActPage"),
        name="governance-risk-act",
    ),
    path("heat-map/", Page("governance.heat_map.HeatMapPage"), name="governance-heat-map"),
    path(
        "risk-movement/",
        Page("governance.risk_movement.RiskMovementPage"),
        name="governance-risk-movement",
    ),
    path("since/", Page("governance.since.SincePage"), name="governance-since"),
    path(
        "dependencies/",
        Page("governance.dependency_list.DependencyListPage"),
        name="governance-dependencies",
    ),
    path(
        "dependencies.<suffix:suffix>",
        Page("governance.dependency_list.DependencyListFile"),
        name="governance-dependencies-file",
    ),
    path(
        "dependencies/<int:pk>/",
        Page("governance.dependency.DependencyPage"),
        name="governance-dependency",
    ),
    path(
        "dependency-map/",
        Page("governance.dependency_map.DependencyMapPage"),
        name="governance-dependency-map",
    ),
]
