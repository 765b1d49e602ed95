"""English, as outside the United States."""
