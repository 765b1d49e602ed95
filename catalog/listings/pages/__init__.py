"""The page of a listing, and the desk on which staff decide about submitted versions."""
