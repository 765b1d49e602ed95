"""Every list of the staff admin opens within a budget of queries, and one page of each kind opens."""

from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from marketplace.demo import cast

# Session, person, second factor, count and rows, with a few for filters and the years of a date.
MOST_QUERIES = 12


def test_every_list_and_one_page_of_each(db, django_assert_max_num_queries):
    call_command("load_demo", verbosity=0)
    client = Client()
    client.force_login(
        User.objects.get(email=cast.STAFF), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        with django_assert_max_num_queries(MOST_QUERIES, info=name):
            page = client.get(reverse(f"{name}_changelist"))
        assert page.status_code == 200, name
        assert len(model._meta.verbose_name_plural) > 3
        assert not str(model._meta.verbose_name_plural).endswith("ys"), name
        row = model._default_manager.first()
        if row is not None:
            assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, name
