"""Password rules: length and what is easily guessed; no rule asks for a digit or a sign."""

import datetime
import hashlib
import os
import re

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from agt.words import clock

GIVEN_DAYS = 7
LONGEST = 128  # past what anyone types; hashing more would cost others their turn
LEFT = 6


class NotTooLong:
    """A password that can be hashed in reasonable time."""

    def validate(self, password: str, user=None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"This password is longer than {LONGEST} characters.")

    def get_help_text(self) -> str:
        return f"It can have up to {LONGEST} characters, spaces among them; several words are best."


def given_until() -> datetime.datetime:
    """Until when a password lets in that somebody else set now."""
    return clock.now() + datetime.timedelta(days=GIVEN_DAYS)


class NotCommon(CommonPasswordValidator):
    """Not one of the 20,000 most often found in breaches, nor two of them, nor one repeated.

    Few of those have twelve characters; what people make of them to reach twelve is refused too.
    """

    def validate(self, password: str, user=None) -> None:
        plain = password.lower().strip()
        super().validate(plain, user)
        parts = ((plain[:at], plain[at:]) for at in range(1, len(plain)))
        if plain in (plain + plain)[1:-1] or any(
            self._is_easy(one) and self._is_easy(other) for one, other in parts
        ):
            raise ValidationError("This password is put together from ones that are too common.")

    def _is_easy(self, part: str) -> bool:
        few = len(part) < 3 or (len(part) < 5 and part.isdigit())
        return few or part in self.passwords or len(set(part)) == 1

    def get_help_text(self) -> str:
        return "It can’t be a commonly used password, nor be put together from two of them."


class NotBreached:
    """Not among breached passwords, where the council keeps a list of them on the machine.

    ``BREACHED_PASSWORDS`` is a file of lines ``SHA1:count`` in the order of the digests, as Have I
    Been Pwned gives it away; nobody is asked over the network.
    """

    def validate(self, password: str, user=None) -> None:
        listed_as = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        if settings.BREACHED_PASSWORDS and _stands_in(settings.BREACHED_PASSWORDS, listed_as):
            raise ValidationError("This password is known from a breach. Choose another one.")

    def get_help_text(self) -> str:
        return "Where the council keeps a list of breached passwords, it can’t be on that."


def _stands_in(path: str, digest: str) -> bool:
    """Whether a line of the sorted file begins with ``digest``, in forty reads at most."""
    wanted = digest.encode()
    with open(path, "rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:  # the line wanted begins in low..high
            middle = (low + high) // 2
            file.seek(max(middle - 1, 0))
            if middle:
                file.readline()
            begins, line = file.tell(), file.readline()
            if not line or begins >= high or line[:40].upper() >= wanted:
                if line[:40].upper() == wanted:
                    return True
                high = middle
            else:
                low = begins + len(line)
    return False


class NotOfThisPlace:
    """A password that is not made of the words everybody here would try first."""

    def words(self) -> list[str]:
        hosts = {part for host in settings.ALLOWED_HOSTS for part in re.split(r"[^a-z]+", host)}
        found = {*settings.PASSWORD_WORDS, *(part for part in hosts if len(part) > 3)}
        return sorted(found, key=len, reverse=True)

    def validate(self, password: str, user=None) -> None:
        rest = password.lower()
        for word in self.words():
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", rest)) < LEFT and rest != password.lower():
            raise ValidationError(
                "This password is made of words that everybody here would try first."
            )

    def get_help_text(self) -> str:
        return "It must be more than the words of this place with a number."
