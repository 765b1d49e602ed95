"""The pages on which partners describe their offers, price their plans and hand both in."""
