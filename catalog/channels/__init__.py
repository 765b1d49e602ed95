"""Storefront channels: the same catalogue under another name, with its own shelves, prices and colour."""
