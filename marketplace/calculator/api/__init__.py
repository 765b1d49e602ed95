"""REST v1: bills that would come, and what another price would do."""
