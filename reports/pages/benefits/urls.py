from django.urls import path

from reports.pages.benefits.act import BenefitActPage, MeasureActPage
from reports.pages.benefits.benefit import BenefitPage
from reports.pages.benefits.index import BenefitsIndexPage
from reports.pages.benefits.map import BenefitsMapPage
from reports.pages.benefits.measure import MeasurePage
from reports.pages.benefits.readings import ReadingsPage
from reports.pages.benefits.register import RegisterFile, RegisterPage

urlpatterns = [
    path("", BenefitsIndexPage.as_view(), name="benefits"),
    path("register/", RegisterPage.as_view(), name="benefits-register"),
    path("register.<suffix:suffix>", RegisterFile.as_view(), name="benefits-register-file"),
    path("map/", BenefitsMapPage.as_view(), name="benefits-map"),
    path("readings/", ReadingsPage.as_view(), name="benefits-readings"),
    path("measures/<int:pk>/", MeasurePage.as_view(), name="benefits-measure"),
    path("measures/<int:pk>/<slug:act>/", MeasureActPage.as_view(), name="benefits-measure-act"),
    path("<int:pk>/", BenefitPage.as_view(), name="benefits-benefit"),
    path("<int:pk>/<slug:act>/", BenefitActPage.as_view(), name="benefits-act"),
]
