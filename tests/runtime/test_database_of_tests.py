import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_test_database_is_a_copy_of_its_own_with_every_table():
    assert connection.settings_dict["NAME"].startswith("test_")
    assert "django_content_type" in connection.introspection.table_names()


@pytest.mark.django_db
def test_the_application_is_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
