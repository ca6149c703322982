from django.db import migrations

from tests.endurance.later import NAME, a_column_more, last_of


class Migration(migrations.Migration):
    dependencies = [last_of("savings"), ("portfolios", NAME)]
    operations = a_column_more("savings", "savingsline", "historicalsavingsline")
