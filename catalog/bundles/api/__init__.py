"""REST v1 of bundles."""
