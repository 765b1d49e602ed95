from marketplace.billing.checks import operator_is_named


def test_a_country_that_is_none_stops_the_start(settings):
    settings.OPERATOR_COUNTRY = "UK"
    assert [message.id for message in operator_is_named()] == ["billing.E001"]


def test_production_is_warned_of_a_missing_vat_id(settings):
    settings.PRODUCTION, settings.OPERATOR_VAT_ID = True, ""
    assert [message.id for message in operator_is_named()] == ["billing.W001"]
    settings.OPERATOR_VAT_ID = "FR40303265045"
    assert operator_is_named() == []


def test_a_development_machine_hears_nothing(settings):
    settings.PRODUCTION = False
    assert operator_is_named() == []
