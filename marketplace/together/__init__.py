"""Which offers are often taken together, counted so that nobody's purchase can be read from it."""
