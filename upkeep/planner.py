from django.db import connection


def take_stock() -> None:
    """Rows that arrive all at once are unknown to the planner until the tables are analysed."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
