"""What customers say of what they hold or held: stars and words, the partner's reply, and what staff do about both."""
