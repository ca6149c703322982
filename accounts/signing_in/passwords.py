"""Password rules: length and what is easily guessed; no rule asks for a digit or a sign."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

LONGEST = 128  # past what anyone types; hashing more would cost others their turn
LEFT = 6


class NotTooLong:
    """A password that can be hashed in reasonable time."""

    def validate(self, password: str, user=None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"This password is longer than {LONGEST} characters.")

    def get_help_text(self) -> str:
        return f"It can have up to {LONGEST} characters, spaces among them; several words are best."


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
