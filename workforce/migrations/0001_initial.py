import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import agt.words.clock
import agt.words.fte
import agt.words.years
import workforce.statute


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("portfolios", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RedundancyEstablishment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                (
                    "description",
                    models.TextField(
                        blank=True, help_text="Why it is one unit: who decided, when."
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("public", "Public"),
                            ("service_users", "Those who use a service"),
                        ],
                        default="staff",
                        max_length=15,
                    ),
                ),
                (
                    "raised_on",
                    models.DateField(default=agt.words.clock.today, verbose_name="raised on"),
                ),
                ("esia_on", models.DateField(blank=True, null=True, verbose_name="ESIA done on")),
                (
                    "union_on",
                    models.DateField(blank=True, null=True, verbose_name="trade unions told on"),
                ),
                ("staff_on", models.DateField(blank=True, null=True, verbose_name="staff told on")),
                (
                    "s188_on",
                    models.DateField(blank=True, null=True, verbose_name="section 188 letter on"),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="opens on")),
                ("hr1_on", models.DateField(blank=True, null=True, verbose_name="HR1 sent on")),
                (
                    "hr1_copy_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="HR1 copied to representatives on"
                    ),
                ),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="closes on")),
                (
                    "notice_on",
                    models.DateField(blank=True, null=True, verbose_name="first notice on"),
                ),
                (
                    "dismissal_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="first dismissal takes effect on"
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Only where a day above is not what a rule asks. It is kept with the days.",
                        verbose_name="reason for a day outside the rules",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it empty for the whole council.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where people are counted together. A staff consultation needs one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="workforce.redundancyestablishment",
                        verbose_name="redundancy establishment",
                    ),
                ),
            ],
            options={
                "ordering": ["opens_on", "name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["staff", "public", "service_users"])),
                        name="consultation_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "staff"), _negated=True),
                            ("establishment__isnull", False),
                            _connector="OR",
                        ),
                        name="staff_are_counted_somewhere",
                        violation_error_message="Name the redundancy establishment: people are counted in one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on__isnull", True),
                            ("closes_on__isnull", True),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="consultation_closes_after_it_opens",
                        violation_error_message="A consultation closes on or after the day it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notice_on__isnull", True),
                            ("dismissal_on__isnull", True),
                            ("dismissal_on__gte", models.F("notice_on")),
                            _connector="OR",
                        ),
                        name="consultation_notice_before_dismissal",
                        violation_error_message="A dismissal takes effect on or after its notice.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEngagement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("briefing", "Briefing"),
                            ("union_meeting", "Trade union meeting"),
                            ("champions", "Change champions"),
                            ("feedback", "Feedback"),
                        ],
                        max_length=15,
                    ),
                ),
                ("held_on", models.DateField(default=agt.words.clock.today, verbose_name="on")),
                (
                    "summary",
                    models.TextField(help_text="What was held, and for whom. No names of staff."),
                ),
                ("feedback", models.TextField(blank=True, help_text="What was heard.")),
                ("response", models.TextField(blank=True, verbose_name="done about it")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty for the whole organisation.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workforce.consultation",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical engagement log entry",
                "verbose_name_plural": "historical engagement log entries",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEstablishment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("fte", agt.words.fte.FteField()),
                (
                    "qualifier",
                    models.CharField(
                        blank=True,
                        help_text="How sure the number is: approximately.",
                        max_length=20,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical establishment",
                "verbose_name_plural": "historical establishments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPostPhase",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                (
                    "year",
                    agt.words.years.FinancialYearField(help_text="A financial year: 2025/26."),
                ),
                ("low", agt.words.fte.FteField()),
                ("high", agt.words.fte.FteField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical post phase",
                "verbose_name_plural": "historical post phases",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPostReduction",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="Its row in the workforce table."),
                ),
                ("low", agt.words.fte.FteField()),
                ("high", agt.words.fte.FteField()),
                ("vacant", agt.words.fte.FteField(default=0)),
                (
                    "delivered",
                    agt.words.fte.FteField(
                        default=0, help_text="Of the range, already delivered earlier."
                    ),
                ),
                (
                    "delivered_vacant",
                    agt.words.fte.FteField(default=0, help_text="Of those delivered, vacant."),
                ),
                ("scope_note", models.CharField(blank=True, max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical post reduction",
                "verbose_name_plural": "historical post reductions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgrammePosts",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("low", agt.words.fte.FteField()),
                ("high", agt.words.fte.FteField()),
                ("vacant", agt.words.fte.FteField(default=0)),
                (
                    "heads_low",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="People, where they are counted.",
                        null=True,
                        verbose_name="heads, low",
                    ),
                ),
                (
                    "heads_high",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="heads, high"),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.position",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave it empty for posts that are portfolio-wide.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical programme posts",
                "verbose_name_plural": "historical programme posts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRedeployment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                (
                    "counted_on",
                    models.DateField(default=agt.words.clock.today, verbose_name="counted on"),
                ),
                ("at_risk", models.PositiveIntegerField(verbose_name="people on the register")),
                (
                    "in_trial",
                    models.PositiveIntegerField(
                        default=0, verbose_name="of these, in a trial period"
                    ),
                ),
                (
                    "redeployed",
                    models.PositiveIntegerField(default=0, verbose_name="of these, redeployed"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave it empty for the whole council.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical redeployment count",
                "verbose_name_plural": "historical redeployment counts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRedundancyEstablishment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=120)),
                (
                    "description",
                    models.TextField(
                        blank=True, help_text="Why it is one unit: who decided, when."
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical redundancy establishment",
                "verbose_name_plural": "historical redundancy establishments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRedundancyProposal",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("posts_low", models.PositiveIntegerField(verbose_name="posts to go, low")),
                ("posts_high", models.PositiveIntegerField(verbose_name="posts to go, high")),
                (
                    "vacant",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Nobody is in them: they do not count.",
                        verbose_name="of these, vacant",
                    ),
                ),
                (
                    "voluntary",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Voluntary redundancies count.",
                        verbose_name="of the people, volunteers",
                    ),
                ),
                (
                    "re_engaged",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Beside these posts: they count too.",
                        verbose_name="dismissed and re-engaged",
                    ),
                ),
                (
                    "notified",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="People in an earlier notification: they are not counted again.",
                        verbose_name="already notified",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workforce.consultation",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave it empty for what is no programme's alone.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical redundancy proposal",
                "verbose_name_plural": "historical redundancy proposals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRestructure",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="service")),
                (
                    "year",
                    agt.words.years.FinancialYearField(
                        help_text="A financial year: 2025/26.", verbose_name="completed in"
                    ),
                ),
                ("before", agt.words.fte.FteField(verbose_name="establishment before")),
                ("after", agt.words.fte.FteField(verbose_name="establishment after")),
                (
                    "deleted",
                    agt.words.fte.FteField(blank=True, null=True, verbose_name="posts deleted"),
                ),
                (
                    "created",
                    agt.words.fte.FteField(blank=True, null=True, verbose_name="posts created"),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="The paper that states it.", max_length=200
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave it empty where it was before the portfolios were.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical restructure",
                "verbose_name_plural": "historical restructures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalThreshold",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            (workforce.statute.Basis["LAW"], "Law"),
                            (workforce.statute.Basis["POLICY"], "Council policy"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "across",
                    models.CharField(
                        choices=[
                            (
                                workforce.statute.Across["ESTABLISHMENT"],
                                "One redundancy establishment",
                            ),
                            (workforce.statute.Across["ORGANISATION"], "The whole organisation"),
                        ],
                        default=workforce.statute.Across["ESTABLISHMENT"],
                        max_length=15,
                        verbose_name="counted across",
                    ),
                ),
                ("heads", models.PositiveIntegerField(verbose_name="from this many people")),
                (
                    "window",
                    models.PositiveSmallIntegerField(
                        default=90, verbose_name="within this many days"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days at least")),
                (
                    "runs_from",
                    models.CharField(
                        choices=[
                            (
                                workforce.statute.Event["ESIA"],
                                "the equality and safety impact assessment",
                            ),
                            (workforce.statute.Event["UNION"], "telling the trade unions"),
                            (workforce.statute.Event["STAFF"], "telling staff"),
                            (workforce.statute.Event["S188"], "the section 188 letter"),
                            (workforce.statute.Event["OPENS"], "the opening of the consultation"),
                            (workforce.statute.Event["HR1"], "the HR1 notification"),
                            (
                                workforce.statute.Event["HR1_COPY"],
                                "the copy of the HR1 to the representatives",
                            ),
                            (workforce.statute.Event["CLOSES"], "its close"),
                            (workforce.statute.Event["NOTICE"], "the first notice of dismissal"),
                            (workforce.statute.Event["DISMISSAL"], "the first dismissal"),
                        ],
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                (
                    "runs_to",
                    models.CharField(
                        choices=[
                            (
                                workforce.statute.Event["ESIA"],
                                "the equality and safety impact assessment",
                            ),
                            (workforce.statute.Event["UNION"], "telling the trade unions"),
                            (workforce.statute.Event["STAFF"], "telling staff"),
                            (workforce.statute.Event["S188"], "the section 188 letter"),
                            (workforce.statute.Event["OPENS"], "the opening of the consultation"),
                            (workforce.statute.Event["HR1"], "the HR1 notification"),
                            (
                                workforce.statute.Event["HR1_COPY"],
                                "the copy of the HR1 to the representatives",
                            ),
                            (workforce.statute.Event["CLOSES"], "its close"),
                            (workforce.statute.Event["NOTICE"], "the first notice of dismissal"),
                            (workforce.statute.Event["DISMISSAL"], "the first dismissal"),
                        ],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                ("since", models.DateField(verbose_name="in force from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("source", models.CharField(blank=True, max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical threshold",
                "verbose_name_plural": "historical thresholds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConsultation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("public", "Public"),
                            ("service_users", "Those who use a service"),
                        ],
                        default="staff",
                        max_length=15,
                    ),
                ),
                (
                    "raised_on",
                    models.DateField(default=agt.words.clock.today, verbose_name="raised on"),
                ),
                ("esia_on", models.DateField(blank=True, null=True, verbose_name="ESIA done on")),
                (
                    "union_on",
                    models.DateField(blank=True, null=True, verbose_name="trade unions told on"),
                ),
                ("staff_on", models.DateField(blank=True, null=True, verbose_name="staff told on")),
                (
                    "s188_on",
                    models.DateField(blank=True, null=True, verbose_name="section 188 letter on"),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="opens on")),
                ("hr1_on", models.DateField(blank=True, null=True, verbose_name="HR1 sent on")),
                (
                    "hr1_copy_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="HR1 copied to representatives on"
                    ),
                ),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="closes on")),
                (
                    "notice_on",
                    models.DateField(blank=True, null=True, verbose_name="first notice on"),
                ),
                (
                    "dismissal_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="first dismissal takes effect on"
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Only where a day above is not what a rule asks. It is kept with the days.",
                        verbose_name="reason for a day outside the rules",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave it empty for the whole council.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where people are counted together. A staff consultation needs one.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workforce.redundancyestablishment",
                        verbose_name="redundancy establishment",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical consultation",
                "verbose_name_plural": "historical consultations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RedundancyProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("posts_low", models.PositiveIntegerField(verbose_name="posts to go, low")),
                ("posts_high", models.PositiveIntegerField(verbose_name="posts to go, high")),
                (
                    "vacant",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Nobody is in them: they do not count.",
                        verbose_name="of these, vacant",
                    ),
                ),
                (
                    "voluntary",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Voluntary redundancies count.",
                        verbose_name="of the people, volunteers",
                    ),
                ),
                (
                    "re_engaged",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Beside these posts: they count too.",
                        verbose_name="dismissed and re-engaged",
                    ),
                ),
                (
                    "notified",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="People in an earlier notification: they are not counted again.",
                        verbose_name="already notified",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="workforce.consultation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it empty for what is no programme's alone.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redundancy_proposals",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["consultation", "programme__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "programme"),
                        name="one_proposal_per_programme",
                        violation_error_message="This programme is in the consultation: edit its people.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("posts_high__gte", models.F("posts_low"))),
                        name="proposal_range_in_order",
                        violation_error_message="The low end of the range is not above the high end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vacant__lte", models.F("posts_low"))),
                        name="proposal_vacant_within_low",
                        violation_error_message="More vacant posts than the low end of the range: people in them would be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "voluntary__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("posts_high"), "-", models.F("vacant")
                                ),
                            )
                        ),
                        name="proposal_volunteers_are_in_the_posts",
                        violation_error_message="Volunteers are among the people in the posts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "notified__lte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("posts_high"), "-", models.F("vacant")
                                    ),
                                    "+",
                                    models.F("re_engaged"),
                                ),
                            )
                        ),
                        name="proposal_notified_are_its_people",
                        violation_error_message="Those already notified are among its people.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restructure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="service")),
                (
                    "year",
                    agt.words.years.FinancialYearField(
                        help_text="A financial year: 2025/26.", verbose_name="completed in"
                    ),
                ),
                ("before", agt.words.fte.FteField(verbose_name="establishment before")),
                ("after", agt.words.fte.FteField(verbose_name="establishment after")),
                (
                    "deleted",
                    agt.words.fte.FteField(blank=True, null=True, verbose_name="posts deleted"),
                ),
                (
                    "created",
                    agt.words.fte.FteField(blank=True, null=True, verbose_name="posts created"),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="The paper that states it.", max_length=200
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it empty where it was before the portfolios were.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restructures",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "ordering": ["year", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "year"), name="one_restructure_of_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("after__gte", 0),
                            ("before__gte", 0),
                            models.Q(
                                ("deleted__isnull", True), ("deleted__gte", 0), _connector="OR"
                            ),
                            models.Q(
                                ("created__isnull", True), ("created__gte", 0), _connector="OR"
                            ),
                        ),
                        name="restructure_not_below_zero",
                        violation_error_message="Numbers of posts are zero or more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("created__isnull", True), ("deleted__isnull", True)),
                            models.Q(
                                (
                                    "after",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("before"), "-", models.F("deleted")
                                        ),
                                        "+",
                                        models.F("created"),
                                    ),
                                ),
                                ("created__isnull", False),
                                ("deleted__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="restructure_closes",
                        violation_error_message="The establishment before, less posts deleted, plus posts created, is the establishment after. Give both of them, or neither.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRouteOutcome",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("vacancy", "Vacancy deleted"),
                            ("redeployed", "Redeployed"),
                            ("voluntary", "Voluntary redundancy"),
                            ("compulsory", "Compulsory redundancy"),
                            ("resignation", "Resignation"),
                            ("mutual", "Mutual agreement"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("fte", agt.words.fte.FteField(verbose_name="FTE")),
                ("heads", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "restructure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workforce.restructure",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical route outcome",
                "verbose_name_plural": "historical route outcomes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RouteOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("vacancy", "Vacancy deleted"),
                            ("redeployed", "Redeployed"),
                            ("voluntary", "Voluntary redundancy"),
                            ("compulsory", "Compulsory redundancy"),
                            ("resignation", "Resignation"),
                            ("mutual", "Mutual agreement"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("fte", agt.words.fte.FteField(verbose_name="FTE")),
                ("heads", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "restructure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="routes",
                        to="workforce.restructure",
                    ),
                ),
            ],
            options={
                "ordering": ["restructure", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("restructure", "route"),
                        name="one_outcome_per_route",
                        violation_error_message="This route is recorded already: edit it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "route__in",
                                [
                                    "vacancy",
                                    "redeployed",
                                    "voluntary",
                                    "compulsory",
                                    "resignation",
                                    "mutual",
                                    "other",
                                ],
                            )
                        ),
                        name="route_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fte__gte", 0)),
                        name="route_not_below_zero",
                        violation_error_message="A number of posts is zero or more.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            (workforce.statute.Basis["LAW"], "Law"),
                            (workforce.statute.Basis["POLICY"], "Council policy"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "across",
                    models.CharField(
                        choices=[
                            (
                                workforce.statute.Across["ESTABLISHMENT"],
                                "One redundancy establishment",
                            ),
                            (workforce.statute.Across["ORGANISATION"], "The whole organisation"),
                        ],
                        default=workforce.statute.Across["ESTABLISHMENT"],
                        max_length=15,
                        verbose_name="counted across",
                    ),
                ),
                ("heads", models.PositiveIntegerField(verbose_name="from this many people")),
                (
                    "window",
                    models.PositiveSmallIntegerField(
                        default=90, verbose_name="within this many days"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days at least")),
                (
                    "runs_from",
                    models.CharField(
                        choices=[
                            (
                                workforce.statute.Event["ESIA"],
                                "the equality and safety impact assessment",
                            ),
                            (workforce.statute.Event["UNION"], "telling the trade unions"),
                            (workforce.statute.Event["STAFF"], "telling staff"),
                            (workforce.statute.Event["S188"], "the section 188 letter"),
                            (workforce.statute.Event["OPENS"], "the opening of the consultation"),
                            (workforce.statute.Event["HR1"], "the HR1 notification"),
                            (
                                workforce.statute.Event["HR1_COPY"],
                                "the copy of the HR1 to the representatives",
                            ),
                            (workforce.statute.Event["CLOSES"], "its close"),
                            (workforce.statute.Event["NOTICE"], "the first notice of dismissal"),
                            (workforce.statute.Event["DISMISSAL"], "the first dismissal"),
                        ],
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                (
                    "runs_to",
                    models.CharField(
                        choices=[
                            (
                                workforce.statute.Event["ESIA"],
                                "the equality and safety impact assessment",
                            ),
                            (workforce.statute.Event["UNION"], "telling the trade unions"),
                            (workforce.statute.Event["STAFF"], "telling staff"),
                            (workforce.statute.Event["S188"], "the section 188 letter"),
                            (workforce.statute.Event["OPENS"], "the opening of the consultation"),
                            (workforce.statute.Event["HR1"], "the HR1 notification"),
                            (
                                workforce.statute.Event["HR1_COPY"],
                                "the copy of the HR1 to the representatives",
                            ),
                            (workforce.statute.Event["CLOSES"], "its close"),
                            (workforce.statute.Event["NOTICE"], "the first notice of dismissal"),
                            (workforce.statute.Event["DISMISSAL"], "the first dismissal"),
                        ],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                ("since", models.DateField(verbose_name="in force from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("source", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["basis", "runs_from", "heads", "since", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("heads__gte", 1), ("window__gte", 1)),
                        name="threshold_above_zero",
                        violation_error_message="People, the window and the days are one or more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="threshold_dates_in_order",
                        violation_error_message="A rule ends on or after the day it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("runs_from", models.F("runs_to")), _negated=True),
                        name="threshold_between_two_events",
                        violation_error_message="A period runs from one event to another.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "across__in",
                                [
                                    workforce.statute.Across["ESTABLISHMENT"],
                                    workforce.statute.Across["ORGANISATION"],
                                ],
                            ),
                            (
                                "basis__in",
                                [workforce.statute.Basis["LAW"], workforce.statute.Basis["POLICY"]],
                            ),
                            (
                                "runs_from__in",
                                [
                                    workforce.statute.Event["ESIA"],
                                    workforce.statute.Event["UNION"],
                                    workforce.statute.Event["STAFF"],
                                    workforce.statute.Event["S188"],
                                    workforce.statute.Event["OPENS"],
                                    workforce.statute.Event["HR1"],
                                    workforce.statute.Event["HR1_COPY"],
                                    workforce.statute.Event["CLOSES"],
                                    workforce.statute.Event["NOTICE"],
                                    workforce.statute.Event["DISMISSAL"],
                                ],
                            ),
                            (
                                "runs_to__in",
                                [
                                    workforce.statute.Event["ESIA"],
                                    workforce.statute.Event["UNION"],
                                    workforce.statute.Event["STAFF"],
                                    workforce.statute.Event["S188"],
                                    workforce.statute.Event["OPENS"],
                                    workforce.statute.Event["HR1"],
                                    workforce.statute.Event["HR1_COPY"],
                                    workforce.statute.Event["CLOSES"],
                                    workforce.statute.Event["NOTICE"],
                                    workforce.statute.Event["DISMISSAL"],
                                ],
                            ),
                        ),
                        name="threshold_words_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("briefing", "Briefing"),
                            ("union_meeting", "Trade union meeting"),
                            ("champions", "Change champions"),
                            ("feedback", "Feedback"),
                        ],
                        max_length=15,
                    ),
                ),
                ("held_on", models.DateField(default=agt.words.clock.today, verbose_name="on")),
                (
                    "summary",
                    models.TextField(help_text="What was held, and for whom. No names of staff."),
                ),
                ("feedback", models.TextField(blank=True, help_text="What was heard.")),
                ("response", models.TextField(blank=True, verbose_name="done about it")),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for the whole organisation.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="engagements",
                        to="workforce.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement log entry",
                "verbose_name_plural": "engagement log entries",
                "ordering": ["-held_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["briefing", "union_meeting", "champions", "feedback"])
                        ),
                        name="engagement_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("response", ""),
                            models.Q(("feedback", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="response_answers_feedback",
                        violation_error_message="Say what was heard before what was done about it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Establishment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fte", agt.words.fte.FteField()),
                (
                    "qualifier",
                    models.CharField(
                        blank=True,
                        help_text="How sure the number is: approximately.",
                        max_length=20,
                    ),
                ),
                (
                    "position",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="establishment",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fte__gt", 0)),
                        name="establishment_above_zero",
                        violation_error_message="An establishment is above zero.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostPhase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                (
                    "year",
                    agt.words.years.FinancialYearField(help_text="A financial year: 2025/26."),
                ),
                ("low", agt.words.fte.FteField()),
                ("high", agt.words.fte.FteField()),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="post_phases",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="post_phases",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "portfolio__name", "year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "portfolio", "year"),
                        name="one_phase_per_year",
                        violation_error_message="This year is phased already: edit it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("high__gte", models.F("low")), ("low__gte", 0)),
                        name="phase_range_in_order",
                        violation_error_message="The low end of the range is zero or more, and not above the high end.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostReduction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="Its row in the workforce table."),
                ),
                ("low", agt.words.fte.FteField()),
                ("high", agt.words.fte.FteField()),
                ("vacant", agt.words.fte.FteField(default=0)),
                (
                    "delivered",
                    agt.words.fte.FteField(
                        default=0, help_text="Of the range, already delivered earlier."
                    ),
                ),
                (
                    "delivered_vacant",
                    agt.words.fte.FteField(default=0, help_text="Of those delivered, vacant."),
                ),
                ("scope_note", models.CharField(blank=True, max_length=300)),
                (
                    "delivered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="post_reductions",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="post_reductions",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "portfolio"), name="one_post_reduction_per_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("high__gte", models.F("low")), ("low__gte", 0)),
                        name="post_range_in_order",
                        violation_error_message="The low end of the range is zero or more, and not above the high end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vacant__gte", 0), ("vacant__lte", models.F("low"))),
                        name="post_vacant_within_low",
                        violation_error_message="More vacant posts than the low end of the range: occupied posts would be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivered__gte", 0),
                            ("delivered__lte", models.F("high")),
                            ("delivered_vacant__gte", 0),
                            ("delivered_vacant__lte", models.F("delivered")),
                        ),
                        name="delivered_within_range",
                        violation_error_message="Posts already delivered are part of the range, and the vacant ones part of those delivered.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammePosts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                ("low", agt.words.fte.FteField()),
                ("high", agt.words.fte.FteField()),
                ("vacant", agt.words.fte.FteField(default=0)),
                (
                    "heads_low",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="People, where they are counted.",
                        null=True,
                        verbose_name="heads, low",
                    ),
                ),
                (
                    "heads_high",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="heads, high"),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme_posts",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_posts",
                        to="portfolios.position",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it empty for posts that are portfolio-wide.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme_posts",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "programme posts",
                "ordering": ["position", "portfolio__name", "programme__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "programme"),
                        name="one_part_per_programme",
                        violation_error_message="This programme has its posts already: edit those.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("programme__isnull", True)),
                        fields=("position", "portfolio"),
                        name="one_portfolio_wide_part",
                        violation_error_message="Portfolio-wide posts are there already: edit those.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("high__gte", models.F("low")), ("low__gte", 0)),
                        name="part_range_in_order",
                        violation_error_message="The low end of the range is zero or more, and not above the high end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vacant__gte", 0), ("vacant__lte", models.F("low"))),
                        name="part_vacant_within_low",
                        violation_error_message="More vacant posts than the low end of the range: occupied posts would be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heads_high__isnull", True), ("heads_low__isnull", True)),
                            models.Q(
                                ("heads_high__gte", models.F("heads_low")),
                                ("heads_high__isnull", False),
                                ("heads_low__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="part_heads_in_order",
                        violation_error_message="Give both ends of the heads, the low one first, or none.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redeployment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "illustrative",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A sample, to show what the page is for. No paper says it.",
                    ),
                ),
                (
                    "counted_on",
                    models.DateField(default=agt.words.clock.today, verbose_name="counted on"),
                ),
                ("at_risk", models.PositiveIntegerField(verbose_name="people on the register")),
                (
                    "in_trial",
                    models.PositiveIntegerField(
                        default=0, verbose_name="of these, in a trial period"
                    ),
                ),
                (
                    "redeployed",
                    models.PositiveIntegerField(default=0, verbose_name="of these, redeployed"),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it empty for the whole council.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redeployments",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "verbose_name": "redeployment count",
                "ordering": ["-counted_on", "portfolio__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("portfolio", "counted_on"),
                        name="one_redeployment_count_a_day",
                        violation_error_message="It is counted for this day already: edit that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "at_risk__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("in_trial"), "+", models.F("redeployed")
                                ),
                            )
                        ),
                        name="redeployed_are_on_the_register",
                        violation_error_message="Those in a trial and those redeployed are among the people on the register.",
                    ),
                ],
            },
        ),
    ]
