"""The mapping file: whatever is wrong with it is refused in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.exchange.mapping import Mapping


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is not JSON"),
        ("[" * 3000, "is not JSON|too long"),
        ("[]", "not an object"),
        ('{"colums": {}}', "says “colums”: known are all_sheets"),
        ('{"columns": []}', "not an object with columns"),
        ('{"columns": {"1": "amount"}}', "“1” is not a column"),
        ('{"columns": {"A": "money"}}', "says “money”: known are “portfolio”"),
        ('{"columns": {"A": {"year": "2026/27"}}}', "Column A does not say what it is"),
        ('{"columns": {"A": {"is": "amount", "yaer": "2026/27"}}}', "Column A says “yaer”"),
        ('{"columns": {"A": {"is": "amount", "year": "2026"}}}', "“2026” is not a financial year"),
        ('{"unit": "bn"}', "“unit” says “bn”"),
        ('{"turned": "yes"}', "“turned” is true or false"),
        ('{"headings": -1}', "number of a row"),
        ('{"headings": true}', "number of a row"),
        ('{"confidences": {"high": "blue"}}', "says “blue”"),
        ('{"confidences": 3}', "not an object with words"),
        ('{"rows": {"x": "body"}}', "rows by their numbers"),
        ('{"sheet": 5}', "“sheet” is not a text"),
        (" " * 300_000, "too long"),
    ],
)
def test_a_mapping_file_that_is_wrong_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        Mapping.from_text(text)


@given(
    st.text(max_size=60)
    | st.recursive(
        st.none() | st.booleans() | st.text(max_size=5),
        lambda c: st.dictionaries(
            st.sampled_from(["columns", "rows", "A", "is", "years", "unit"]), c, max_size=3
        ),
    )
)
def test_any_mapping_at_all_is_read_or_refused(said):
    try:
        told = Mapping.from_text(said) if isinstance(said, str) else Mapping.from_json(said)
    except ValueError:
        return
    assert Mapping.from_json(told.as_json()) == told
