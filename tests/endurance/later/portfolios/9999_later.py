from django.db import migrations

from tests.endurance.later import a_column_more, last_of


class Migration(migrations.Migration):
    dependencies = [last_of("portfolios")]
    operations = a_column_more("portfolios", "position", "programmeplace")
