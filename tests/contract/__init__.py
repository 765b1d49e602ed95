"""The running server held to its own OpenAPI document."""
