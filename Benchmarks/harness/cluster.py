"""A PostgreSQL of our own: in a folder of its own, on a socket there, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from process import run
from side import Absent

# A server that is set up for its work, and that loses nothing: fsync and synchronous commit are on, as they come.
SETTINGS = {
    "listen_addresses": "", "shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "256MB",
    "max_wal_size": "8GB", "checkpoint_timeout": "15min", "jit": "off",
}


class Cluster:
    """A cluster that lives as long as the `with` around it."""

    def __init__(self):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise Absent("no PostgreSQL")
        self.bin = found[-1].parent
        # The server refuses to run as root; Debian's package brings a user for it.
        self.as_user = []
        self.folder = Path(tempfile.mkdtemp(prefix="bronbatch-bench-", dir="/var/tmp"))
        self.started = False
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def __enter__(self):
        try:
            data = self.folder / "data"
            self._do("initdb", "--pgdata", data, "--auth", "trust", "--username", "bench", "--encoding", "UTF8",
                     "--locale", "C")
            with open(data / "postgresql.conf", "a") as file:
                file.write("".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items()))
                file.write(f"unix_socket_directories = '{self.folder}'\n")
            self._do("pg_ctl", "--pgdata", data, "--log", self.folder / "log", "--wait", "start",
                     stdout=subprocess.DEVNULL)
            self.started = True
            # The rows lie beside the data, where the server may read them.
            (self.folder / "rows").mkdir(mode=0o755)
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        try:
            if self.started:
                self._do("pg_ctl", "--pgdata", self.folder / "data", "--mode", "fast", "--wait", "stop")
        finally:
            shutil.rmtree(self.folder)

    def _do(self, program, *arguments, stdout=subprocess.PIPE):
        command = self.as_user + [str(self.bin / program)] + [str(argument) for argument in arguments]
        done = subprocess.run(command, cwd=self.folder, stdout=stdout, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise SystemExit(f"{program} failed:\n{(done.stdout or b'').decode()}")

    def psql(self, *arguments, database="bench"):
        return run([self.bin / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set",
                    "ON_ERROR_STOP=1", "--host", self.folder, "--username", "bench", "--dbname", database, *arguments])

    def renew(self, tables):
        """An empty database with these tables, its dirty pages on disk."""
        for statement in ("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench TEMPLATE template0", "CHECKPOINT"):
            self.psql("--command", statement, database="postgres")
        self.psql("--file", tables)

    @property
    def version(self):
        return run([self.bin / "postgres", "--version"]).output.strip()
