"""One-time codes: made, checked, used once."""

import base64
import hashlib
import hmac
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import RecoveryCode, SecondStep, User
from agt.words import clock

STEP = 30  # seconds a code lives
AROUND = (0, -1, 1)  # a clock may be half a minute wrong
CODES, LETTERS = 10, "abcdefghjkmnpqrstuvwxyz23456789"
LONG, PART = 24, 6  # 118 bits: past guessing, so a plain digest of one is enough


def new_secret() -> str:
    """A secret for a phone to count with."""
    import pyotp

    return pyotp.random_base32()


def picture(user: User, secret: str) -> str:
    """The picture a phone reads, as SVG without a style."""
    import pyotp
    import segno

    uri = pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name="tracker")
    return str(segno.make(uri, micro=False).svg_inline(scale=4))


def moment_of(secret: str, code: str, *, after: int) -> int | None:
    """The half minute that ``code`` is of, if it is right now and later than ``after``."""
    import pyotp

    now = int(clock.now().timestamp()) // STEP
    given, totp = "".join(code.split()), pyotp.TOTP(secret)
    for moment in (now + shift for shift in AROUND):
        right = totp.at(moment * STEP).encode()
        if moment > after and hmac.compare_digest(given.encode(), right):
            return moment
    return None


@transaction.atomic
def switch_on(*, user: User, secret: str, code: str) -> list[str]:
    """Ask ``user`` for codes from now on; the recovery codes, to be shown this once.

    None when the code is not the one the phone should show.
    """
    moment = moment_of(secret, code, after=0)
    if moment is None:
        return []
    SecondStep.objects.filter(user=user).delete()
    step = SecondStep.objects.create(
        user=user,
        sealed=_seal().encrypt(secret.encode()).decode(),
        last_used=moment,
        since=clock.now(),
    )
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LONG)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(step=step, digest=_digest(user, code)) for code in codes
    )
    return ["-".join(code[at : at + PART] for at in range(0, LONG, PART)) for code in codes]


@transaction.atomic
def use(*, step: SecondStep, code: str) -> bool:
    """Whether ``code`` lets its person in: one of the phone, or a recovery code; each only once."""
    secret = _seal().decrypt(step.sealed.encode()).decode()
    moment = moment_of(secret, code, after=step.last_used)
    if moment is not None:
        newer = SecondStep.objects.filter(pk=step.pk, last_used__lt=moment)
        return bool(newer.update(last_used=moment))  # of two at once, one
    plain = code.lower().replace("-", "").replace(" ", "")
    used, _ = step.codes.filter(digest=_digest(step.user, plain)).delete()
    return bool(used)


def _digest(user: User, code: str) -> str:
    return salted_hmac(f"recovery {user.pk}", code, algorithm="sha256").hexdigest()


def _seal() -> Any:
    from cryptography.fernet import Fernet

    key = hashlib.sha256(f"second step {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
