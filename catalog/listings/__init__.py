"""What the catalogue shows: frozen versions of offers, decided by staff, and the listing each offer has."""
