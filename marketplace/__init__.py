"""Who buys, what they hold, what they owe, who is paid."""
