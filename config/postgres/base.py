"""Django's backend for PostgreSQL, except for the check of kept connections."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks the socket whether the server has gone, not the server whether it is there.

    Django asks `SELECT 1` at the first use in each request, which on a list page costs half as much as the list. A
    server that ended, or ended this connection, has sent something first: only when there is anything to read is it
    asked. A server that vanished without a word would not answer `SELECT 1` either.
    """

    def is_usable(self) -> bool:
        """Return whether the connection can be used."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return bool(super().is_usable()) if poll.poll(0) else True
