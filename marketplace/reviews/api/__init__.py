"""REST v1: reviews, replies, reports, and what staff decide about them."""
