"""Where a request comes from, behind as many proxies as the settings trust."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; what a client writes itself is not read."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = settings.TRUSTED_PROXIES
    if not trusted or len(told) < trusted or not told[-trusted]:
        return direct
    return told[-trusted][:45]
