"""Bundles: plans of several partners, put together by staff and sold under one price once each partner has agreed."""
