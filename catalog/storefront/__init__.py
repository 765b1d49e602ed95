"""What everybody finds without looking for it: the pages of partners, maps for search engines, storefront channels."""
