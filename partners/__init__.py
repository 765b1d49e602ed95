"""Who may sell, and why we believe it."""
