"""A small invented marketplace to try things in, made by the same actions that people use."""
