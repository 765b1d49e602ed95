"""Pages of bundles: the storefront's builder, the partner's agreements, and the desk of those who curate."""
