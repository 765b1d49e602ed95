"""The production shape on one machine: PostgreSQL, RabbitMQ, Redis and S3, each a real server on loopback."""
