"""The served feeds against their own description, by requests that a machine thinks of."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from reports.feeds.openapi import describe
from reports.feeds.registry import FEEDS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REQUESTS = 200 // (2 * len(FEEDS))  # 200 in all


@pytest.mark.parametrize("suffix", ["csv", "json"])
@pytest.mark.parametrize("name", FEEDS)
def test_every_answer_is_as_described(name, suffix, make, samples):
    _, secret = make(Role.HR_PARTNER)
    described = describe(FEEDS.values(), server="http://testserver")
    schema = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    operation = schema[f"/data/feeds/{name}.{suffix}"]["get"]
    headers = {"Authorization": f"Bearer {secret}", "Host": "testserver"}

    @given(case=operation.as_strategy(), known=st.booleans())
    @settings(max_examples=REQUESTS, suppress_health_check=list(HealthCheck), deadline=None)
    def asked(case, known):
        if known:
            case.query = {"position": "working"}
        case.call_and_validate(headers=headers)

    asked()
