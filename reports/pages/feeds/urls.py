from agt.late import path
from reports.pages.late import Page

urlpatterns = [
    path("", Page("feeds.index.FeedListPage"), name="feed-list"),
    path("openapi.json", Page("feeds.serving.FeedDescription"), name="feed-openapi"),
    path("tokens/", Page("feeds.tokens.TokenListPage"), name="feed-tokens"),
    path("tokens/make/", Page("feeds.tokens.MakeTokenPage"), name="feed-token-make"),
    path("tokens/<int:pk>/revoke/", Page("feeds.tokens.RevokeTokenPage"), name="feed-token-revoke"),
    path("<slug:name>.<suffix:suffix>", Page("feeds.serving.FeedFile"), name="feed"),
]
