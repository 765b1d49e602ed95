"""Buying: from a basket of plans to a price, and from a price that was seen to a subscription."""
