import re

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import agt.words.money
import agt.words.years


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="DesignPrinciple",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120, unique=True)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120, unique=True)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120, unique=True)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Workstream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120, unique=True)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalOrganisation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=200)),
                ("short_name", models.CharField(max_length=40)),
                (
                    "programme_name",
                    models.CharField(
                        help_text="In every page's head.",
                        max_length=200,
                        verbose_name="name of the transformation programme",
                    ),
                ),
                (
                    "strapline",
                    models.CharField(
                        blank=True, help_text="A few words beside its name.", max_length=120
                    ),
                ),
                ("logo_type", models.CharField(blank=True, editable=False, max_length=20)),
                (
                    "accent",
                    models.CharField(
                        blank=True,
                        help_text="Of links and buttons, like #1b4d89. Empty: the tracker's own blue.",
                        max_length=7,
                        verbose_name="accent colour",
                    ),
                ),
                (
                    "portfolio",
                    models.CharField(
                        default="portfolio",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("\\A[A-Za-z][A-Za-z -]*\\Z"),
                                "A word has letters, no figures.",
                            )
                        ],
                        verbose_name="its word for “portfolio”",
                    ),
                ),
                (
                    "portfolios",
                    models.CharField(
                        default="portfolios",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("\\A[A-Za-z][A-Za-z -]*\\Z"),
                                "A word has letters, no figures.",
                            )
                        ],
                        verbose_name="its word for “portfolios”",
                    ),
                ),
                (
                    "programme",
                    models.CharField(
                        default="programme",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("\\A[A-Za-z][A-Za-z -]*\\Z"),
                                "A word has letters, no figures.",
                            )
                        ],
                        verbose_name="its word for “programme”",
                    ),
                ),
                (
                    "programmes",
                    models.CharField(
                        default="programmes",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("\\A[A-Za-z][A-Za-z -]*\\Z"),
                                "A word has letters, no figures.",
                            )
                        ],
                        verbose_name="its word for “programmes”",
                    ),
                ),
                (
                    "green",
                    models.CharField(
                        default="Green", max_length=20, verbose_name="what “Green” is called"
                    ),
                ),
                (
                    "green_means",
                    models.CharField(
                        blank=True,
                        help_text="Printed below the tables that are by confidence.",
                        max_length=200,
                        verbose_name="what “Green” means",
                    ),
                ),
                (
                    "amber",
                    models.CharField(
                        default="Amber", max_length=20, verbose_name="what “Amber” is called"
                    ),
                ),
                (
                    "amber_means",
                    models.CharField(
                        blank=True,
                        help_text="Printed below the tables that are by confidence.",
                        max_length=200,
                        verbose_name="what “Amber” means",
                    ),
                ),
                (
                    "red",
                    models.CharField(
                        default="Red", max_length=20, verbose_name="what “Red” is called"
                    ),
                ),
                (
                    "red_means",
                    models.CharField(
                        blank=True,
                        help_text="Printed below the tables that are by confidence.",
                        max_length=200,
                        verbose_name="what “Red” means",
                    ),
                ),
                (
                    "tolerance",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="A change of a programme's figures by more than this, in total or in one year, has to be agreed before it counts. Empty: none has to be.",
                        null=True,
                    ),
                ),
                (
                    "weight_green",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="How much of a Green saving counts where savings are weighted by confidence.",
                        verbose_name="weight of Green, %",
                    ),
                ),
                (
                    "weight_amber",
                    models.PositiveSmallIntegerField(default=75, verbose_name="weight of Amber, %"),
                ),
                (
                    "weight_red",
                    models.PositiveSmallIntegerField(default=25, verbose_name="weight of Red, %"),
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
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who agrees it. Empty: the section 151 officer or a finance partner.",
                        limit_choices_to={
                            "is_active": True,
                            "role__in": ["finance_partner", "section_151"],
                        },
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "historical organisation",
                "verbose_name_plural": "historical organisations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgramme",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("slug", models.SlugField(max_length=120)),
                ("description", models.TextField(blank=True)),
                (
                    "sro_role",
                    models.CharField(blank=True, max_length=120, verbose_name="SRO (role)"),
                ),
                (
                    "manager_role",
                    models.CharField(blank=True, max_length=120, verbose_name="manager (role)"),
                ),
                (
                    "finance_lead_role",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="finance lead (role)"
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
                    "finance_lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sro",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical programme",
                "verbose_name_plural": "historical programmes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Portfolio",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "colour",
                    models.PositiveSmallIntegerField(
                        help_text="Which of the theme's colours it keeps, in every chart and list."
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Those who are limited to some portfolios, this one among them.",
                        related_name="portfolios",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("colour__gte", 1), ("colour__lte", 8)),
                        name="portfolio_colour_known",
                        violation_error_message="There are 8 colours: give one from 1 on.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "short_name",
                    models.CharField(help_text="Where space is short: Oct 2024.", max_length=20),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("monthly_board", "Monthly Board"),
                            ("quarterly_cabinet", "Quarterly Cabinet"),
                            ("approved_budget", "Approved budget"),
                            ("scenario", "Scenario"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("working", "Working"), ("published", "Published")],
                        default="working",
                        max_length=10,
                    ),
                ),
                ("as_at", models.DateField(verbose_name="as at")),
                (
                    "date_basis",
                    models.CharField(
                        choices=[
                            ("exact", "The day is known"),
                            ("month", "The month is known; its last day is used"),
                            ("inferred", "The date is inferred"),
                        ],
                        default="exact",
                        max_length=10,
                    ),
                ),
                ("date_note", models.CharField(blank=True, max_length=200)),
                (
                    "first_year",
                    agt.words.years.FinancialYearField(
                        help_text="The first financial year of the profile: 2024/25."
                    ),
                ),
                (
                    "last_year",
                    agt.words.years.FinancialYearField(
                        help_text="The last financial year of the profile."
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "publication_note",
                    models.TextField(
                        blank=True, help_text="Why it was published with what its checklist found."
                    ),
                ),
                (
                    "locks_on",
                    models.DateField(
                        blank=True, help_text="The last day its figures can be changed.", null=True
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened",
                        to="portfolios.position",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The section 151 officer, by name.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-as_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", "working"), models.Q(("kind", "scenario"), _negated=True)
                        ),
                        fields=("state",),
                        name="one_working_position",
                        violation_error_message="There is a working position already: publish it first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            models.Q(
                                ("published_at__isnull", True),
                                ("published_by__isnull", True),
                                ("state", "working"),
                            ),
                            _connector="OR",
                        ),
                        name="position_published_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="position_signed_by_someone_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "scenario"), _negated=True),
                            ("state", "working"),
                            _connector="OR",
                        ),
                        name="scenario_never_published",
                        violation_error_message="A scenario is a what-if: it is never published.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_year__lte", models.F("last_year"))),
                        name="position_years_in_order",
                        violation_error_message="The first year of the profile comes before the last.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PortfolioPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "printed_label",
                    models.CharField(
                        help_text="What this position's tables print.",
                        max_length=120,
                        verbose_name="printed name",
                    ),
                ),
                (
                    "short_name",
                    models.CharField(help_text="What narrow tables print.", max_length=60),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="Its row in the savings tables."),
                ),
                (
                    "section_order",
                    models.PositiveSmallIntegerField(help_text="Its section in the status part."),
                ),
                (
                    "lead_role",
                    models.CharField(
                        default="Executive Director", max_length=120, verbose_name="led by"
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "funding_note",
                    models.CharField(
                        blank=True,
                        help_text="Printed as a footnote beside its savings.",
                        max_length=200,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portfolio_places",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="portfolio_places",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "portfolio"), name="one_portfolio_place_per_position"
                    ),
                    models.UniqueConstraint(
                        fields=("position", "printed_label"),
                        name="portfolio_printed_once_per_position",
                        violation_error_message="This position has a portfolio of that name already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LockException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField(help_text="The last day its figures can be changed.")),
                ("why", models.CharField(max_length=300)),
                ("granted_at", models.DateTimeField()),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lock_exceptions",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "portfolio__name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "portfolio"), name="one_exception_per_portfolio"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="exception_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Improvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("title", models.CharField(max_length=120)),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "portfolio", "order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalReturnDue",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("figures_due", models.DateField(blank=True, null=True)),
                ("confirmation_due", models.DateField(blank=True, null=True)),
                ("signature_due", models.DateField(blank=True, null=True)),
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
                "verbose_name": "historical return due",
                "verbose_name_plural": "historical return dues",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPosition",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=60)),
                ("slug", models.SlugField(max_length=60)),
                (
                    "short_name",
                    models.CharField(help_text="Where space is short: Oct 2024.", max_length=20),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("monthly_board", "Monthly Board"),
                            ("quarterly_cabinet", "Quarterly Cabinet"),
                            ("approved_budget", "Approved budget"),
                            ("scenario", "Scenario"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("working", "Working"), ("published", "Published")],
                        default="working",
                        max_length=10,
                    ),
                ),
                ("as_at", models.DateField(verbose_name="as at")),
                (
                    "date_basis",
                    models.CharField(
                        choices=[
                            ("exact", "The day is known"),
                            ("month", "The month is known; its last day is used"),
                            ("inferred", "The date is inferred"),
                        ],
                        default="exact",
                        max_length=10,
                    ),
                ),
                ("date_note", models.CharField(blank=True, max_length=200)),
                (
                    "first_year",
                    agt.words.years.FinancialYearField(
                        help_text="The first financial year of the profile: 2024/25."
                    ),
                ),
                (
                    "last_year",
                    agt.words.years.FinancialYearField(
                        help_text="The last financial year of the profile."
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "publication_note",
                    models.TextField(
                        blank=True, help_text="Why it was published with what its checklist found."
                    ),
                ),
                (
                    "locks_on",
                    models.DateField(
                        blank=True, help_text="The last day its figures can be changed.", null=True
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
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The section 151 officer, by name.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_from",
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
                "verbose_name": "historical position",
                "verbose_name_plural": "historical positions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPortfolioPlace",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "printed_label",
                    models.CharField(
                        help_text="What this position's tables print.",
                        max_length=120,
                        verbose_name="printed name",
                    ),
                ),
                (
                    "short_name",
                    models.CharField(help_text="What narrow tables print.", max_length=60),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="Its row in the savings tables."),
                ),
                (
                    "section_order",
                    models.PositiveSmallIntegerField(help_text="Its section in the status part."),
                ),
                (
                    "lead_role",
                    models.CharField(
                        default="Executive Director", max_length=120, verbose_name="led by"
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "funding_note",
                    models.CharField(
                        blank=True,
                        help_text="Printed as a footnote beside its savings.",
                        max_length=200,
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
                "verbose_name": "historical portfolio place",
                "verbose_name_plural": "historical portfolio places",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLockException",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField(help_text="The last day its figures can be changed.")),
                ("why", models.CharField(max_length=300)),
                ("granted_at", models.DateTimeField()),
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
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "historical lock exception",
                "verbose_name_plural": "historical lock exceptions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImprovement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("title", models.CharField(max_length=120)),
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
                "verbose_name": "historical improvement",
                "verbose_name_plural": "historical improvements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHighlight",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
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
                "verbose_name": "historical highlight",
                "verbose_name_plural": "historical highlights",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Highlight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "portfolio", "order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("slug", models.SlugField(max_length=120, unique=True)),
                ("description", models.TextField(blank=True)),
                (
                    "sro_role",
                    models.CharField(blank=True, max_length=120, verbose_name="SRO (role)"),
                ),
                (
                    "manager_role",
                    models.CharField(blank=True, max_length=120, verbose_name="manager (role)"),
                ),
                (
                    "finance_lead_role",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="finance lead (role)"
                    ),
                ),
                (
                    "finance_lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes_as_finance_lead",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes_as_manager",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sro",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes_as_sro",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProgrammePlace",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("printed_label", models.CharField(max_length=160)),
                (
                    "shows",
                    models.CharField(
                        choices=[
                            ("money", "a General Fund saving"),
                            ("n/a", "no General Fund saving (n/a)"),
                            ("HRA", "a Housing Revenue Account programme (HRA)"),
                            ("DSG", "a Dedicated Schools Grant programme (DSG)"),
                            ("TBC", "a saving to be confirmed (TBC)"),
                        ],
                        default="money",
                        max_length=10,
                    ),
                ),
                ("footnote", models.CharField(blank=True, max_length=300)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
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
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who last saved its figures, or looked at them and said that they stand.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical programme place",
                "verbose_name_plural": "historical programme places",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBusinessCase",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strategic_outline", "Strategic outline"),
                            ("outline", "Outline"),
                            ("full", "Full"),
                            ("single", "Single justification"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_stated", "Not stated"),
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("returned", "Returned"),
                        ],
                        default="not_stated",
                        max_length=12,
                    ),
                ),
                ("scope_note", models.CharField(blank=True, max_length=200)),
                ("body", models.CharField(blank=True, max_length=120, verbose_name="decided by")),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "stated_in",
                    models.CharField(
                        blank=True,
                        help_text="The paper that says so, where no record is held.",
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
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical business case",
                "verbose_name_plural": "historical business cases",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="BusinessCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strategic_outline", "Strategic outline"),
                            ("outline", "Outline"),
                            ("full", "Full"),
                            ("single", "Single justification"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_stated", "Not stated"),
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("returned", "Returned"),
                        ],
                        default="not_stated",
                        max_length=12,
                    ),
                ),
                ("scope_note", models.CharField(blank=True, max_length=200)),
                ("body", models.CharField(blank=True, max_length=120, verbose_name="decided by")),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "stated_in",
                    models.CharField(
                        blank=True,
                        help_text="The paper that says so, where no record is held.",
                        max_length=20,
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="business_cases",
                        to="portfolios.position",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="business_cases",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "programme"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "programme"), name="one_business_case_per_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["not_stated", "draft", "submitted", "approved", "returned"],
                            )
                        ),
                        name="case_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                models.Q(("body", ""), _negated=True), ("decided_on__isnull", False)
                            ),
                            models.Q(("stated_in", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="approval_has_body_and_date_or_paper",
                        violation_error_message="An approval needs the body that gave it and the date, or the paper that states it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammePlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("printed_label", models.CharField(max_length=160)),
                (
                    "shows",
                    models.CharField(
                        choices=[
                            ("money", "a General Fund saving"),
                            ("n/a", "no General Fund saving (n/a)"),
                            ("HRA", "a Housing Revenue Account programme (HRA)"),
                            ("DSG", "a Dedicated Schools Grant programme (DSG)"),
                            ("TBC", "a saving to be confirmed (TBC)"),
                        ],
                        default="money",
                        max_length=10,
                    ),
                ),
                ("footnote", models.CharField(blank=True, max_length=300)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Steps with each save, so that two editors cannot share one.",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "portfolio_place",
                    models.ForeignObject(
                        blank=True,
                        editable=False,
                        from_fields=["position", "portfolio"],
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="programme_places",
                        to="portfolios.portfolioplace",
                        to_fields=["position", "portfolio"],
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="portfolios.position",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who last saved its figures, or looked at them and said that they stand.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "portfolio_place__section_order", "order"],
                "indexes": [
                    models.Index(
                        fields=["position", "portfolio", "shows"], name="place_by_portfolio"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "programme"), name="one_place_per_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shows__in", ["money", "n/a", "HRA", "DSG", "TBC"])),
                        name="place_shows_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True), ("confirmed_by__isnull", True)
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="confirmed_by_someone_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_at__isnull", True), ("returned_by__isnull", True)),
                            models.Q(
                                ("returned_at__isnull", False), ("returned_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="returned_by_someone_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("figures_due", models.DateField(blank=True, null=True)),
                ("confirmation_due", models.DateField(blank=True, null=True)),
                ("signature_due", models.DateField(blank=True, null=True)),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns_due",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns_due",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "portfolio"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("portfolio__isnull", True)),
                        fields=("position",),
                        name="returns_due_once_for_all",
                    ),
                    models.UniqueConstraint(
                        fields=("position", "portfolio"), name="returns_due_once_for_a_portfolio"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("portfolio__isnull", True),
                            ("signature_due__isnull", True),
                            _connector="OR",
                        ),
                        name="signature_due_for_all",
                        violation_error_message="A position is signed as a whole, not by portfolio.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("figures_due__isnull", True),
                            ("confirmation_due__isnull", True),
                            ("figures_due__lte", models.F("confirmation_due")),
                            _connector="OR",
                        ),
                        name="figures_due_before_confirmation",
                        violation_error_message="Figures are due before they are confirmed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("figures_due__isnull", True),
                            ("signature_due__isnull", True),
                            ("figures_due__lte", models.F("signature_due")),
                            _connector="OR",
                        ),
                        name="figures_due_before_signature",
                        violation_error_message="Figures are due before they are signed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmation_due__isnull", True),
                            ("signature_due__isnull", True),
                            ("confirmation_due__lte", models.F("signature_due")),
                            _connector="OR",
                        ),
                        name="confirmation_due_before_signature",
                        violation_error_message="Figures are confirmed before they are signed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("short_name", models.CharField(max_length=40)),
                (
                    "programme_name",
                    models.CharField(
                        help_text="In every page's head.",
                        max_length=200,
                        verbose_name="name of the transformation programme",
                    ),
                ),
                (
                    "strapline",
                    models.CharField(
                        blank=True, help_text="A few words beside its name.", max_length=120
                    ),
                ),
                ("logo", models.BinaryField(blank=True, null=True)),
                ("logo_type", models.CharField(blank=True, editable=False, max_length=20)),
                (
                    "accent",
                    models.CharField(
                        blank=True,
                        help_text="Of links and buttons, like #1b4d89. Empty: the tracker's own blue.",
                        max_length=7,
                        verbose_name="accent colour",
                    ),
                ),
                (
                    "portfolio",
                    models.CharField(
                        default="portfolio",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("\\A[A-Za-z][A-Za-z -]*\\Z"),
                                "A word has letters, no figures.",
                            )
                        ],
                        verbose_name="its word for “portfolio”",
                    ),
                ),
                (
                    "portfolios",
                    models.CharField(
                        default="portfolios",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("\\A[A-Za-z][A-Za-z -]*\\Z"),
                                "A word has letters, no figures.",
                            )
                        ],
                        verbose_name="its word for “portfolios”",
                    ),
                ),
                (
                    "programme",
                    models.CharField(
                        default="programme",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("\\A[A-Za-z][A-Za-z -]*\\Z"),
                                "A word has letters, no figures.",
                            )
                        ],
                        verbose_name="its word for “programme”",
                    ),
                ),
                (
                    "programmes",
                    models.CharField(
                        default="programmes",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("\\A[A-Za-z][A-Za-z -]*\\Z"),
                                "A word has letters, no figures.",
                            )
                        ],
                        verbose_name="its word for “programmes”",
                    ),
                ),
                (
                    "green",
                    models.CharField(
                        default="Green", max_length=20, verbose_name="what “Green” is called"
                    ),
                ),
                (
                    "green_means",
                    models.CharField(
                        blank=True,
                        help_text="Printed below the tables that are by confidence.",
                        max_length=200,
                        verbose_name="what “Green” means",
                    ),
                ),
                (
                    "amber",
                    models.CharField(
                        default="Amber", max_length=20, verbose_name="what “Amber” is called"
                    ),
                ),
                (
                    "amber_means",
                    models.CharField(
                        blank=True,
                        help_text="Printed below the tables that are by confidence.",
                        max_length=200,
                        verbose_name="what “Amber” means",
                    ),
                ),
                (
                    "red",
                    models.CharField(
                        default="Red", max_length=20, verbose_name="what “Red” is called"
                    ),
                ),
                (
                    "red_means",
                    models.CharField(
                        blank=True,
                        help_text="Printed below the tables that are by confidence.",
                        max_length=200,
                        verbose_name="what “Red” means",
                    ),
                ),
                (
                    "tolerance",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="A change of a programme's figures by more than this, in total or in one year, has to be agreed before it counts. Empty: none has to be.",
                        null=True,
                    ),
                ),
                (
                    "weight_green",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="How much of a Green saving counts where savings are weighted by confidence.",
                        verbose_name="weight of Green, %",
                    ),
                ),
                (
                    "weight_amber",
                    models.PositiveSmallIntegerField(default=75, verbose_name="weight of Amber, %"),
                ),
                (
                    "weight_red",
                    models.PositiveSmallIntegerField(default=25, verbose_name="weight of Red, %"),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who agrees it. Empty: the section 151 officer or a finance partner.",
                        limit_choices_to={
                            "is_active": True,
                            "role__in": ["finance_partner", "section_151"],
                        },
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_organisation"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tolerance__isnull", True), ("tolerance__gte", 0), _connector="OR"
                        ),
                        name="tolerance_not_negative",
                        violation_error_message="A tolerance is zero or more; leave it empty for none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight_amber__lte", models.F("weight_green")),
                            ("weight_green__lte", 100),
                            ("weight_red__lte", models.F("weight_amber")),
                        ),
                        name="weights_in_order",
                        violation_error_message="Weights are whole per cent up to 100, and one less sure never counts for more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("logo__isnull", True), ("logo_type", "")),
                            models.Q(
                                ("logo__isnull", False),
                                ("logo_type__in", ["image/png", "image/jpeg"]),
                            ),
                            _connector="OR",
                        ),
                        name="logo_of_a_kind_that_is_shown",
                    ),
                ],
            },
        ),
    ]
