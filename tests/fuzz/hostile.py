"""What nobody means to send, and somebody does: values of fields and queries, as bytes of a URL."""

from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

# Fixtures are set up once a test, and each example is taken back. A find is told as it is: to make
# it smaller takes hundreds of page requests more.
PAGES = settings(
    max_examples=200,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)

NOT_TEXT = ["\x00", "a\x00b", "\ud800", "x\udfff", "\x1b[31m", "\x85", "\u2028", "\ufeff"]
NUMBERS = ["NaN", "-NaN", "sNaN", "Infinity", "-inf", "1e400", "1e-400", "-0", "٣", "²", "1_000"]
PAST_64_BITS = [
    str(sign * (2**bits + more)) for sign in (1, -1) for bits in (31, 63, 64) for more in (-1, 0, 1)
] + ["9" * 400, "9" * 5000, "0." + "0" * 400 + "1"]
DAYS = ["0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "31/02/2025", "2024/25", "9999/00"]
MARKUP = [
    "<script>alert(1)</script>",
    "\"'><b>",
    "{{ 7 }}",
    "{% now %}",
    "%s%(x)s{0}",
    "' OR 1=1 --",
]
LONG = ["x" * 301, "é" * 5_000, "\U0001f4a5" * 10_000, "1," * 20_000, "\n" * 3_000]
ODD = ["", " ", "-", "null", "None", "[]", "__all__", "../../etc/passwd", "=1+1", "\r\nX: y", "a,b"]

texts = st.one_of(
    st.sampled_from([*NOT_TEXT, *NUMBERS, *PAST_64_BITS, *DAYS, *MARKUP, *LONG, *ODD]),
    st.text(st.characters(), max_size=40),  # surrogates and controls among them
    st.integers(-(10**25), 10**25).map(str),
    st.floats().map(str),
)


def sent(text: str) -> bytes:
    """As a browser gone wrong sends it: a lone surrogate becomes bytes that are no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def received(text: str) -> str:
    """As it arrives: what is no UTF-8 is replaced, and nothing else is touched."""
    return sent(text).decode("utf-8", "replace")


def query(pairs: list[tuple[str, str]]) -> str:
    """A query string, or the body of a form."""
    return "&".join(
        f"{quote_from_bytes(sent(name))}={quote_from_bytes(sent(value))}" for name, value in pairs
    )
