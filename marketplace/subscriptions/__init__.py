"""What customers hold: subscriptions, their items of several partners, and the timeline of each."""
