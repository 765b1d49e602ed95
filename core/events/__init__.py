"""Facts: what happened, written in the transaction in which it happened, and delivered after it."""
