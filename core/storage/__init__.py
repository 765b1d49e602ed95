"""Files as evidence and media: asked for, put straight into the object store, checked, and then never replaced."""
