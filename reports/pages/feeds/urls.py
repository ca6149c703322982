from django.urls import path

from reports.pages.feeds.index import FeedListPage
from reports.pages.feeds.serving import FeedDescription, FeedFile
from reports.pages.feeds.tokens import MakeTokenPage, RevokeTokenPage, TokenListPage

urlpatterns = [
    path("", FeedListPage.as_view(), name="feed-list"),
    path("openapi.json", FeedDescription.as_view(), name="feed-openapi"),
    path("tokens/", TokenListPage.as_view(), name="feed-tokens"),
    path("tokens/make/", MakeTokenPage.as_view(), name="feed-token-make"),
    path("tokens/<int:pk>/revoke/", RevokeTokenPage.as_view(), name="feed-token-revoke"),
    path("<slug:name>.<feedsuffix:suffix>", FeedFile.as_view(), name="feed"),
]
