"""A logo that somebody sends: what it is, and whether it can be shown."""

import struct

HEAVIEST = 200_000  # bytes
WIDEST = 2_000  # pixels, either way: a small file can unpack to a huge picture
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the markers that say a JPEG's size


def kind_of_logo(content: bytes) -> str:
    """The content type of a PNG or JPEG, told from its bytes, whatever its name says.

    Raises ``ValueError`` with a sentence. An SVG is refused: it can hold a script.
    """
    if len(content) > HEAVIEST:
        raise ValueError(
            f"The logo is {len(content) // 1000} kB: {HEAVIEST // 1000} kB is the most."
        )
    if content.startswith(_PNG):
        kind, size = "image/png", _png_size(content)
    elif content.startswith(_JPEG):
        kind, size = "image/jpeg", _jpeg_size(content)
    else:
        raise ValueError("A logo is a PNG or a JPEG. An SVG can hold a script, so save it as PNG.")
    if size is None:
        raise ValueError("The picture is damaged: save it again, as PNG.")
    if not all(1 <= side <= WIDEST for side in size):
        raise ValueError(
            f"The logo is {size[0]} by {size[1]} pixels: {WIDEST} either way is the most."
        )
    return kind


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """From the first frame; the segments before it are stepped over."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, (length,) = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
