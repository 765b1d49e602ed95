"""The look of the staff admin, which is django-unfold's."""

ICON = "/static/web/icon.svg"

UNFOLD = {
    "SITE_TITLE": "Guichet",
    "SITE_HEADER": "Guichet",
    "SITE_URL": "/",
    "SITE_ICON": ICON,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": ICON}],
    "BORDER_RADIUS": "6px",
    "COLORS": {
        "primary": {
            shade: f"oklch({light}% .06 182)"
            for shade, light in zip(
                ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950"),
                (97, 94, 88, 80, 70, 55, 44, 38, 33, 28, 20),
                strict=True,
            )
        }
    },
}
