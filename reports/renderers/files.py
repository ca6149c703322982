"""The same value is the same file: Office files say when they were packed, and that is taken out.

The moment inside is the day the file was made, so two files made of one value on one day are equal
to the byte, and a checksum says whether a document still is what was published.
"""

import io
import re
import zipfile
from collections.abc import Callable

from agt.words import clock

_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can say


def settled(content: bytes, finish: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """An Office file packed anew, with today as the day it was made and no other moment in it.

    ``finish`` makes of a part, by its name, what is packed.
    """
    day = clock.today().isoformat().encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>" + day + b"T00:00:00Z", part)
            if finish:
                part = finish(name, part)
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, part)
    return out.getvalue()
