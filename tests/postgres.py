"""A PostgreSQL of the tests' own, on a socket nobody else reaches: ``python -m tests.postgres``.

The machine's own binaries make it in a temporary folder, and all of it is gone at the end. As a
program this runs pytest on it, with the arguments it is given.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

NONE_FOUND = (
    "There is no PostgreSQL 15 or newer on this machine, and these tests start one of their own. "
    "Install the server (on Debian and Ubuntu: apt-get install postgresql), or put the folder of "
    "its initdb on PATH."
)
OWNER = "tracker"
SECONDS = 60
# Sorts as a council's server would, which is not as SQLite does.
COLLATION = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-GB"]
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class NoPostgres(Exception):
    """There is no PostgreSQL to start; the message says what to do."""


def binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``: the one on PATH, or Debian's newest."""
    on_path = shutil.which("initdb")
    known = [Path(on_path).resolve().parent] if on_path else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    known += sorted(debian, key=lambda at: int(at.parent.name), reverse=True)
    for folder in known:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            said = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True
            )
            if int(said.stdout.split()[2].split(".")[0]) >= 15:
                return folder
    raise NoPostgres(NONE_FOUND)


class Server:
    """One server, in ``folder``; it can be killed and started again."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.bin, self.folder, self.data = binaries(), folder, folder / "data"
        self.settings = [] if durable else QUICK
        self.process: subprocess.Popen | None = None
        self.person: dict = {}
        if os.geteuid() == 0:  # which PostgreSQL refuses to run as
            who = _somebody()
            os.chown(folder, who.pw_uid, who.pw_gid)
            self.person = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        made = self._run(
            "initdb", "-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "-N", *COLLATION
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}")

    def _run(self, name: str, *words: object) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.bin / name, *map(str, words)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self.person,
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.folder}",
            "max_connections=60",
            *self.settings,
        ]
        options = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the tests, which then stop it
                **self.person,
            )
        until = time.monotonic() + SECONDS
        while self._run("pg_isready", "-h", self.folder, "-U", OWNER).returncode:
            if self.process.poll() is not None or time.monotonic() > until:
                log_text = (self.folder / "server.log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log_text}")
            time.sleep(0.1)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT in good order, SIGQUIT at once and in none."""
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def url(self, name: str) -> str:
        """The ``DATABASE_URL`` of a database."""
        return f"postgres://{OWNER}@{quote(str(self.folder), safe='')}/{name}"

    def create(self, name: str, *, like: str = "template1") -> str:
        """Make a database, empty or a copy of one that nobody is in; give its address."""
        self._said("createdb", "-T", like, name)
        return self.url(name)

    def _said(self, name: str, *words: object) -> None:
        """Run a program of PostgreSQL's as its owner; ``RuntimeError`` when it fails."""
        made = self._run(name, "-h", self.folder, "-U", OWNER, *words)
        if made.returncode:
            raise RuntimeError(made.stdout)

    @contextmanager
    def copied_to(self, folder: Path, *, like: str) -> Iterator[str]:
        """A copy of a database with its files in an empty folder; give its address."""
        if self.person:
            os.chown(folder, self.person["user"], self.person["group"])
        name = folder.name
        self._said("psql", "-c", f"CREATE TABLESPACE {name} LOCATION '{folder}'", "postgres")
        try:
            self._said("createdb", "-T", like, "-D", name, name)
            yield self.url(name)
        finally:
            self._said("dropdb", "--force", "--if-exists", name)
            self._said("psql", "-c", f"DROP TABLESPACE {name}", "postgres")


def _somebody() -> pwd.struct_passwd:
    """A person of this machine who is not root."""
    people = {person.pw_name: person for person in pwd.getpwall()}
    return people.get("postgres") or people["nobody"]


@contextmanager
def running(*, durable: bool) -> Iterator[Server]:
    """A server for as long as the block lasts; ``durable`` when it must survive being killed."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-postgres-"))
    try:
        server = Server(folder, durable=durable)
        try:
            server.start()
            yield server
        finally:
            server.stop(signal.SIGQUIT)  # nothing of it is kept, so nothing is written down
    finally:
        shutil.rmtree(folder)


def main(*words: str) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with running(durable=False) as server:
            held = {**os.environ, "TEST_DATABASE_URL": server.url("tracker")}
            return subprocess.run([sys.executable, "-m", "pytest", *words], env=held).returncode
    except NoPostgres as none:
        print(none, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
