"""The shape of the API and the pages: problem documents, pagination, idempotency, conditional requests."""
