from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("", Page("benefits.index.BenefitsIndexPage"), name="benefits"),
    path("register/", Page("benefits.register.RegisterPage"), name="benefits-register"),
    path(
        "register.<suffix:suffix>",
        Page("benefits.register.RegisterFile"),
        name="benefits-register-file",
    ),
    path("map/", Page("benefits.map.BenefitsMapPage"), name="benefits-map"),
    path("readings/", Page("benefits.readings.ReadingsPage"), name="benefits-readings"),
    path("measures/<int:pk>/", Page("benefits.measure.MeasurePage"), name="benefits-measure"),
    path(
        "measures/<int:pk>/<slug:act>/",
        Page("benefits.act.MeasureActPage"),
        name="benefits-measure-act",
    ),
    path("<int:pk>/", Page("benefits.benefit.BenefitPage"), name="benefits-benefit"),
    path("<int:pk>/<slug:act>/", Page("benefits.act.BenefitActPage"), name="benefits-act"),
]
