"""The object stores that can be used: a folder, and S3."""
