"""What a filter asks for, in words."""

from typing import Any


class InWords:
    """For a filter set: its request in words, for the scope line of a file."""

    form: Any

    @property
    def in_words(self) -> str:
        cleaned = self.form.cleaned_data if self.form.is_valid() else {}
        asked = [
            f"{field.label}: {dict(getattr(field, 'choices', [])).get(value, value)}"
            for name, field in self.form.fields.items()
            if (value := cleaned.get(name))
        ]
        return "; ".join(asked)
