"""The version of this code: of releases, and of the backups they make."""

VERSION = "0.1.0"
