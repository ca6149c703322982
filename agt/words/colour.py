"""Colours of a screen: how well one reads on another, and shades of it."""

import re

Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)
READABLE = 4.5  # what text needs against its ground, by WCAG 2.2 AA
_WRITTEN = re.compile(r"#[0-9a-fA-F]{6}")


def parse_colour(text: str) -> Rgb:
    """Read ``#1b4d89``; ``ValueError`` says what is allowed."""
    if not _WRITTEN.fullmatch(text.strip()):
        raise ValueError(f"“{text[:20]}” is not a colour. Write it like #1b4d89.")
    digits = text.strip()[1:]
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def written(colour: Rgb) -> str:
    """A colour as a stylesheet says it."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours by WCAG 2.2: from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """A colour with ``share`` of another in it, from 0 to 1."""
    red, green, blue = (
        round(a * (1 - share) + b * share) for a, b in zip(colour, other, strict=True)
    )
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
