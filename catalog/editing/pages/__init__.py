"""The editor: offers, and the plans of one."""
