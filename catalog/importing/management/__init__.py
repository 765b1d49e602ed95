"""The command line of importing."""
