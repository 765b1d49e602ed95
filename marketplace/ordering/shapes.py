"""Quotes as REST shows them: the invoice that would follow, without a number."""

from typing import Any

from core.money import Money
from core.web.serializers import money_json
from marketplace.billing.actions import stored_unit_price
from marketplace.billing.rating import DesiredLine
from marketplace.billing.shapes import plain, sums_json, tax_lines_json, unit_price_json
from marketplace.ordering.basket import title
from marketplace.ordering.quotes import Quote


def quote_json(quote: Quote) -> dict[str, Any]:
    """Return a quote as the API shows it."""
    content, currency = quote.draft, quote.draft.currency
    totals = content.totals
    return {
        **sums_json(totals.net, totals.tax, totals.gross, currency),
        "lines": [
            {
                "plan": plan.plan_id,
                "partner": {"id": plan.partner_id, "name": plan.partner_name},
                "description": title(plan),
                "tax_category": content.tax.category,
                "tax_rate": plain(content.tax.rate),
                **desired_line_json(line, currency),
            }
            for line, plan in zip(content.lines, quote.plans, strict=True)
        ],
        "tax_lines": tax_lines_json(totals.tax_lines, currency),
        "renewal": {"on": quote.renewal.on, "total": money_json(quote.renewal.gross)} if quote.renewal else None,
        "sentence": quote.renewal_sentence,
    }


def desired_line_json(line: DesiredLine, currency: str) -> dict[str, Any]:
    """Return what a line that is not billed yet would come to, and how, as the API shows it."""
    return {
        "component": line.key.component,
        "service_period": {"start": line.key.service_start, "end": line.key.service_end},
        "quantity": str(line.quantity),
        "unit_price": unit_price_json(stored_unit_price(line.unit_price), currency),
        "net": money_json(Money(line.net, currency)),
        "explanation": line.explanation,
    }
