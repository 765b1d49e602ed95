"""HTTP to addresses that others name, without letting them reach into our own network; no framework is needed."""
