"""A backup: a zip of the database and a manifest that says what must be in it."""

import hashlib
import json
import shutil
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST = "manifest.json"
DATABASE = "database"
FORMAT = 1
# What reading a zip raises when it is none, or was cut or changed; an unknown way to pack among it.
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError)
FIELDS = {"format", "version", "made_at", "kind", "migrations", "tables", "sha256"}


class Broken(Exception):
    """A file that is no whole backup; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    version: str  # of the code that made it
    made_at: str
    kind: str  # sqlite or postgresql
    migrations: list[str]  # "app name" of each that was applied
    tables: dict[str, int]
    sha256: str
    format: int = FORMAT


def digest_of(path: Path) -> str:
    """The SHA-256 of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(target: Path, *, database: Path, manifest: Manifest) -> None:
    """Make the backup, whole or not at all."""
    part = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
            out.write(database, DATABASE)
        part.chmod(0o600)  # all figures and all people are in it
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def read(source: Path, *, into: Path) -> Manifest:
    """Unpack the database of a backup as the file ``into``; ``Broken`` unless it is as made."""
    try:
        with zipfile.ZipFile(source) as held:
            told = json.loads(held.read(MANIFEST))
            if not isinstance(told, dict) or set(told) != FIELDS:
                raise Broken(f"{source} is not a backup of the tracker.")
            if told["format"] != FORMAT:
                raise Broken(f"{source} was made by a newer tracker: restore it with that one.")
            with held.open(DATABASE) as packed, into.open("wb") as out:
                shutil.copyfileobj(packed, out)
    except BROKEN as error:
        raise Broken(f"{source} is broken, or not a backup of the tracker.") from error
    except OSError as error:
        raise Broken(f"{source} cannot be read: {error.strerror}.") from error
    manifest = Manifest(**told)
    if digest_of(into) != manifest.sha256:
        raise Broken(f"{source} is broken: its database is not the one that was backed up.")
    return manifest
