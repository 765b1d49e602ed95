"""Price lists: what a plan costs in another currency, channel or time, and what was agreed with one customer."""
