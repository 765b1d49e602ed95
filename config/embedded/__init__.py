"""PostgreSQL out of the checkout: one server per `var/`, shared by every process, gone when the last one is gone.

Who needs the database calls `config.embedded.client.ensure()`; nothing here runs at import. docs/adr/0005 says why this
is our own.
"""
