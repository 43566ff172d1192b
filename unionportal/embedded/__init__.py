"""The real PostgreSQL and Redis-compatible servers that ship inside wheels, for a bare machine.

    with services(data_dir) as environment:
        subprocess.run(command, env=clean_environment() | environment)

    python -m unionportal.embedded -- COMMAND…

A server is started only where its URL is unset, never in production, and never by settings.py.
"""

from unionportal.embedded.launcher import clean_environment, services
from unionportal.embedded.server import EmbeddedError

__all__ = ["EmbeddedError", "clean_environment", "services"]
