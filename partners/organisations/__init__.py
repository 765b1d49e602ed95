"""Partner profiles: who a company is on the marketplace, and how it is reached."""
