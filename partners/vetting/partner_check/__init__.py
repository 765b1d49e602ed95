"""`partner-check`: the marketplace's own checks against a downloaded rule book, without its database or settings."""
