"""`make run`: everything from an empty checkout to a marketplace that answers, and nothing left when it ends."""
