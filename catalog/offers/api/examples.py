"""Examples of offers and plans in the API's documentation."""

EXAMPLE_OFFER = {
    "partner": "01981f3e-7c00-7000-8000-000000000001",
    "name": "Tide Board",
    "summary": "Kanban boards that follow the tide of your work.",
    "description": "Boards, lanes and limits. Works with your calendar.",
    "website": "https://tideboard.example",
    "categories": ["project-management"],
    "tags": ["kanban", "remote-teams"],
    "integrations": ["rest-api", "webhooks"],
    "data_classes": ["contact"],
    "data_locations": ["FR", "DE"],
}
EXAMPLE_CONTRACT = {
    "complements": ["01981f3e-7c00-7000-8000-000000000031"],
    "requires": {"match": "all", "offers": [{"offer": "01981f3e-7c00-7000-8000-000000000032", "plans": ["team"]}]},
    "excludes": [],
    "seats": {"rule": "at_most_base", "offer": "01981f3e-7c00-7000-8000-000000000032"},
}
EXAMPLE_PLAN = {
    "code": "team",
    "name": "Team",
    "scheme": "per_seat",
    "currency": "EUR",
    "interval": "month",
    "terms": {"amount": "4.00"},
}
