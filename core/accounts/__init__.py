"""Who is behind a request: people, the organisations they act for, and the programs of those organisations."""
