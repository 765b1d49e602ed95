"""What customers owe: rating what they hold, VAT, and invoices that never change once issued."""
