"""Words every floor speaks: people, organisations, money, periods, facts, the shape of the API."""
