"""What the documentation says of tokens is so: each answers, and every measure is among them."""

import re
from pathlib import Path

from reports.papers.tokens import MEASURES, How, answer, parse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "papers.md"


def test_every_token_of_the_documentation_answers_and_none_is_missing(ask):
    text = PAGE.read_text(encoding="utf-8")
    listed = re.search(r"<!-- tokens:.*?<!-- end of tokens -->", text, re.DOTALL)[0]
    tokens = [parse(token, ask) for token in re.findall(r"\[\[([^\]]+)\]\]", listed)]
    for token in re.findall(r"\[\[([^\]]+)\]\]", text):
        assert answer(token, ask).text if "…" not in token else True
    assert {token.quantity.measure for token in tokens} >= set(MEASURES.values())
    assert {token.how for token in tokens} == {None, *How}
