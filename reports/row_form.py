"""The form of a row, by hand or by a register: held to every constraint of its kind."""

from django.forms import ModelForm

OF = ("position", "portfolio", "programme")
HUNG_ON = ("benefit", "measure")  # rows that others are told apart within


class RowForm(ModelForm):
    """A model's form that looks at what the row is of as well as at its own fields."""

    def _get_validation_exclusions(self) -> set[str]:
        """What a row is of is not on the form, and is held to the constraints all the same."""
        given = {f for f in (*OF, *HUNG_ON) if getattr(self.instance, f"{f}_id", None)}
        return super()._get_validation_exclusions() - given  # type: ignore[misc]
