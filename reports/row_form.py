"""The form of a row, by hand or by a register: held to every constraint of its kind."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import ModelForm

OF = ("position", "portfolio", "programme")
HUNG_ON = ("benefit", "measure")  # rows that others are told apart within


class RowForm(ModelForm):
    """A model's form that looks at what the row is of as well as at its own fields."""

    def _get_validation_exclusions(self) -> set[str]:
        """What a row is of is not on the form, and is held to the constraints all the same."""
        given = {f for f in (*OF, *HUNG_ON) if getattr(self.instance, f"{f}_id", None)}
        return super()._get_validation_exclusions() - given  # type: ignore[misc]

    def _update_errors(self, errors: ValidationError) -> None:
        """What is wrong with what is not on the form is said above it."""
        told: dict[str, list[ValidationError]] = {}
        for name, found in errors.update_error_dict({}).items():
            at = name if name in self.fields else NON_FIELD_ERRORS
            told.setdefault(at, []).extend(found)
        super()._update_errors(ValidationError(told))  # type: ignore[misc]
