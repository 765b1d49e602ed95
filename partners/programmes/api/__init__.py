"""REST v1, without login: rule books, their versions and differences, and what they ask of whom."""
