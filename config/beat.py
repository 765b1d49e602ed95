"""What beat sends when: tasks by their dotted names, every so many seconds."""

SCHEDULE: dict[str, dict[str, object]] = {
    "bring rule books into force": {"task": "partners.programmes.tasks.bring_due_into_force", "schedule": 60.0},
    "put scheduled listings live": {
        "task": "catalog.listings.tasks.put_due_live",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "find listings by the prices of today": {"task": "catalog.search.tasks.follow_days", "schedule": 300.0},
    "end bundles whose notice is over": {
        "task": "catalog.bundles.tasks.end_run_out",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "bill what is due": {"task": "marketplace.billing.tasks.bill_due", "schedule": 3600.0},
    "count what is taken together": {"task": "marketplace.together.tasks.count_anew", "schedule": 3600.0},
    "end what has run out": {"task": "marketplace.subscriptions.tasks.end_due", "schedule": 3600.0},
    # Old ones expire, so that beats missed while no worker ran do not pile up.
    "show a heartbeat": {"task": "core.web.tasks.beat_heart", "schedule": 5.0, "options": {"expires": 10}},
    "deliver what is due": {"task": "core.events.tasks.sweep", "schedule": 10.0},
    "forget idempotent answers": {"task": "core.web.tasks.forget_idempotent_answers", "schedule": 3600.0},
    "look outside": {"task": "partners.vetting.tasks.sweep_looks", "schedule": 30.0, "options": {"expires": 30}},
    "note late decisions": {"task": "partners.vetting.tasks.note_delays", "schedule": 300.0},
    "look again at what time changes": {"task": "partners.vetting.tasks.look_again", "schedule": 300.0},
    "tidy uploads": {"task": "core.storage.tasks.tidy", "schedule": 600.0},
    "forget what has expired": {"task": "core.accounts.tasks.forget_expired", "schedule": 3600.0},
}
