"""Finding listings: one flat table beside the catalogue, words that forgive typing errors, and the list pages."""
