"""Who buys: what an organisation is billed as, in which currency, on which calendar, under which VAT id."""
