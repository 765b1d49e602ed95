"""What partners write about their products: offers and their plans, as drafts that only the partner sees."""
