import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import agt.words.clock
import agt.words.money
import agt.words.years
import savings.values


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("portfolios", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FundingSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("order", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Benefit",
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
                ("title", models.CharField(max_length=160)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("cashable", "Cashable"),
                            ("non_cashable", "Non-cashable"),
                            ("demand", "Demand mitigation"),
                            ("disbenefit", "Disbenefit"),
                        ],
                        help_text="A disbenefit is what change costs somebody: it counts against.",
                        max_length=14,
                    ),
                ),
                (
                    "category_judged",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="The paper does not say the category: it is our reading.",
                    ),
                ),
                (
                    "cash_releasing",
                    models.BooleanField(
                        blank=True,
                        help_text="It takes money out of a budget. Only a cashable benefit does.",
                        null=True,
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        help_text="What of the service changes for those who use it.",
                        max_length=200,
                        verbose_name="service feature",
                    ),
                ),
                (
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                (
                    "target",
                    models.CharField(blank=True, max_length=200, verbose_name="target, in words"),
                ),
                (
                    "full_year_value",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="What it is worth in a full year, where it has a value.",
                        null=True,
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "cost",
                    agt.words.money.MoneyField(
                        blank=True, null=True, verbose_name="cost to realise it"
                    ),
                ),
                (
                    "stated_in",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="stated in"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("delivering", "Delivering"),
                            ("realised", "Realised"),
                            ("verified", "Verified"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("verified_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "verified_value",
                    agt.words.money.MoneyField(blank=True, editable=False, null=True),
                ),
                (
                    "outcomes",
                    models.ManyToManyField(
                        blank=True, related_name="benefits", to="portfolios.outcome"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Which portfolio answers for it. With none it is the whole council's.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefits",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "principles",
                    models.ManyToManyField(
                        blank=True,
                        related_name="benefits",
                        to="portfolios.designprinciple",
                        verbose_name="design principles",
                    ),
                ),
                (
                    "programmes",
                    models.ManyToManyField(
                        blank=True, related_name="benefits", to="portfolios.programme"
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True, related_name="benefits", to="portfolios.theme"
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("portfolio", "title"),
                        name="benefit_named_once",
                        violation_error_message="This portfolio has a benefit of that name already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("portfolio__isnull", True)),
                        fields=("title",),
                        name="benefit_of_all_named_once",
                        violation_error_message="The council has a benefit of that name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            models.Q(("stated_in", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="benefit_has_owner",
                        violation_error_message="Name who owns it: a person, or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cash_releasing__isnull", True),
                            ("cash_releasing", False),
                            ("category", "cashable"),
                            _connector="OR",
                        ),
                        name="benefit_releases_cash_if_cashable",
                        violation_error_message="Only a cashable benefit releases cash.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("full_year_value__isnull", True),
                                ("full_year_value__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                        ),
                        name="benefit_amounts_not_below_zero",
                        violation_error_message="An amount is not below zero: what counts against is a disbenefit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_value__isnull", True),
                            ("verified_value__gte", 0),
                            _connector="OR",
                        ),
                        name="benefit_verified_value_not_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="benefit_timescale_in_order",
                        violation_error_message="It cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "verified"), _negated=True),
                                ("verified_by__isnull", True),
                                ("verified_on__isnull", True),
                                ("verified_value__isnull", True),
                            ),
                            models.Q(
                                ("state", "verified"),
                                ("verified_on__isnull", False),
                                models.Q(
                                    ("verified_by__isnull", False),
                                    ("illustrative", True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="benefit_verified_by_someone_on_a_day",
                        violation_error_message="What is verified says by whom and when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["cashable", "non_cashable", "demand", "disbenefit"]),
                            ("state__in", ["planned", "delivering", "realised", "verified"]),
                        ),
                        name="benefit_words_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BenefitActivity",
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
                ("activity", models.CharField(help_text="What has to be done.", max_length=160)),
                (
                    "output",
                    models.CharField(help_text="What is there once it is done.", max_length=160),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="savings.benefit",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefit_activities",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "benefit activities",
                "ordering": ["benefit", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("benefit", "activity", "output"),
                        name="benefit_activity_once",
                        violation_error_message="This benefit has that activity and output already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
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
                    "code",
                    models.CharField(
                        help_text="As the ledger writes it.", max_length=40, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[("cost_centre", "Cost centre"), ("contract", "Contract")],
                        default="cost_centre",
                        max_length=11,
                    ),
                ),
                (
                    "annual_budget",
                    agt.words.money.MoneyField(help_text="1.2m.", verbose_name="budget for a year"),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["cost_centre", "contract"])),
                        name="budget_line_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annual_budget__gte", 0)),
                        name="budget_line_not_below_zero",
                        violation_error_message="A budget is zero or more.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetPressure",
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
                    "year",
                    agt.words.years.FinancialYearField(help_text="A financial year: 2025/26."),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="On top of the stated gap: 0.8m. Below zero where it eases.",
                        verbose_name="effect on that year's budget",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_pressures",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "budget pressures",
                "ordering": ["position", "year", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "name", "year"),
                        name="one_pressure_a_year",
                        violation_error_message="This pressure has its amount for the year: edit that.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetRemoval",
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
                    agt.words.years.FinancialYearField(
                        help_text="A financial year: 2025/26.", verbose_name="from the budget of"
                    ),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(help_text="1.2m.", verbose_name="removed a year"),
                ),
                ("removed_on", models.DateField(help_text="Like 31/03/2025.")),
                (
                    "evidence",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="where it can be seen"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removals",
                        to="savings.budgetline",
                        verbose_name="budget line",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_removals",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "removed_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="removal_above_zero",
                        violation_error_message="What is removed from a budget is above zero.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.JSONField(help_text="What the programme held when it was asked."),
                ),
                ("after", models.JSONField(help_text="What it would hold.")),
                ("total_before", agt.words.money.MoneyField()),
                ("total_after", agt.words.money.MoneyField()),
                ("why", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_note", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="change_requests",
                        to="portfolios.programmeplace",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("place",),
                        name="one_open_request_for_a_programme",
                        violation_error_message="A change of this programme waits to be agreed already: it has to be decided or withdrawn before another is asked for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "agreed", "refused", "withdrawn"])
                        ),
                        name="request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="request_says_why",
                        violation_error_message="A change above the tolerance needs a reason: say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "proposed"),
                            ),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="request_decided_by_someone_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["agreed", "refused"]), _negated=True),
                            models.Q(("decided_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="request_decided_by_another",
                        violation_error_message="Nobody decides on their own request: someone else has to.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("decided_by", models.F("by")),
                            _connector="OR",
                        ),
                        name="request_withdrawn_by_who_asked",
                        violation_error_message="Only the person who asked can withdraw a request.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("decision_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="request_refused_with_a_reason",
                        violation_error_message="Say why it is refused: who asked will want to know.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryForecast",
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
                ("made_on", models.DateField(help_text="The day it was made, like 31/03/2025.")),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="Of the whole year: 1.2m.",
                        verbose_name="saving by the end of the year",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="what it rests on"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivery_forecasts",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "year", "made_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "year", "made_on"),
                        name="one_forecast_a_day",
                        violation_error_message="There is a forecast of that day already: edit it, or give this one its own day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingGap",
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
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="Before savings, cumulative to the year: 12.5m.",
                        verbose_name="gap in that year's budget",
                    ),
                ),
                (
                    "stated_in",
                    models.CharField(blank=True, max_length=160, verbose_name="where it is stated"),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="funding_gaps",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "year"),
                        name="one_gap_a_year",
                        violation_error_message="The year has its gap already: edit that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)),
                        name="gap_not_below_zero",
                        violation_error_message="A gap is zero or more.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBenefit",
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
                ("title", models.CharField(max_length=160)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("cashable", "Cashable"),
                            ("non_cashable", "Non-cashable"),
                            ("demand", "Demand mitigation"),
                            ("disbenefit", "Disbenefit"),
                        ],
                        help_text="A disbenefit is what change costs somebody: it counts against.",
                        max_length=14,
                    ),
                ),
                (
                    "category_judged",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="The paper does not say the category: it is our reading.",
                    ),
                ),
                (
                    "cash_releasing",
                    models.BooleanField(
                        blank=True,
                        help_text="It takes money out of a budget. Only a cashable benefit does.",
                        null=True,
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        help_text="What of the service changes for those who use it.",
                        max_length=200,
                        verbose_name="service feature",
                    ),
                ),
                (
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                (
                    "target",
                    models.CharField(blank=True, max_length=200, verbose_name="target, in words"),
                ),
                (
                    "full_year_value",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="What it is worth in a full year, where it has a value.",
                        null=True,
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "cost",
                    agt.words.money.MoneyField(
                        blank=True, null=True, verbose_name="cost to realise it"
                    ),
                ),
                (
                    "stated_in",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="stated in"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("delivering", "Delivering"),
                            ("realised", "Realised"),
                            ("verified", "Verified"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("verified_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "verified_value",
                    agt.words.money.MoneyField(blank=True, editable=False, null=True),
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
                    "owner",
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
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Which portfolio answers for it. With none it is the whole council's.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical benefit",
                "verbose_name_plural": "historical benefits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBenefitActivity",
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
                ("activity", models.CharField(help_text="What has to be done.", max_length=160)),
                (
                    "output",
                    models.CharField(help_text="What is there once it is done.", max_length=160),
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
                    "benefit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.benefit",
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical benefit activity",
                "verbose_name_plural": "historical benefit activities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBudgetLine",
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
                    "code",
                    models.CharField(
                        db_index=True, help_text="As the ledger writes it.", max_length=40
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[("cost_centre", "Cost centre"), ("contract", "Contract")],
                        default="cost_centre",
                        max_length=11,
                    ),
                ),
                (
                    "annual_budget",
                    agt.words.money.MoneyField(help_text="1.2m.", verbose_name="budget for a year"),
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
                "verbose_name": "historical budget line",
                "verbose_name_plural": "historical budget lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBudgetPressure",
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
                    "year",
                    agt.words.years.FinancialYearField(help_text="A financial year: 2025/26."),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="On top of the stated gap: 0.8m. Below zero where it eases.",
                        verbose_name="effect on that year's budget",
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
                "verbose_name": "historical budget pressure",
                "verbose_name_plural": "historical budget pressures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBudgetRemoval",
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
                    agt.words.years.FinancialYearField(
                        help_text="A financial year: 2025/26.", verbose_name="from the budget of"
                    ),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(help_text="1.2m.", verbose_name="removed a year"),
                ),
                ("removed_on", models.DateField(help_text="Like 31/03/2025.")),
                (
                    "evidence",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="where it can be seen"
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
                    "line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.budgetline",
                        verbose_name="budget line",
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
                "verbose_name": "historical budget removal",
                "verbose_name_plural": "historical budget removals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChangeRequest",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("total_before", agt.words.money.MoneyField()),
                ("total_after", agt.words.money.MoneyField()),
                ("why", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_note", models.CharField(blank=True, max_length=300)),
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
                    "by",
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
                    "decided_by",
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
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programmeplace",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical change request",
                "verbose_name_plural": "historical change requests",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDeliveryForecast",
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
                ("made_on", models.DateField(help_text="The day it was made, like 31/03/2025.")),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="Of the whole year: 1.2m.",
                        verbose_name="saving by the end of the year",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="what it rests on"),
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
                "verbose_name": "historical delivery forecast",
                "verbose_name_plural": "historical delivery forecasts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFundingGap",
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
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="Before savings, cumulative to the year: 12.5m.",
                        verbose_name="gap in that year's budget",
                    ),
                ),
                (
                    "stated_in",
                    models.CharField(blank=True, max_length=160, verbose_name="where it is stated"),
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
                "verbose_name": "historical funding gap",
                "verbose_name_plural": "historical funding gaps",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFundingSource",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=80)),
                ("order", models.PositiveSmallIntegerField(default=1)),
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
                "verbose_name": "historical funding source",
                "verbose_name_plural": "historical funding sources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInvestment",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivery", "Delivery"),
                            ("technology", "Technology and equipment"),
                            ("redundancy", "Redundancy"),
                            ("pension", "Pension strain"),
                            ("fees", "Fees tied to results"),
                            ("other", "Other"),
                        ],
                        default="delivery",
                        max_length=10,
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("one_off", "One-off"), ("ongoing", "Ongoing")],
                        default="one_off",
                        max_length=7,
                        verbose_name="one-off or ongoing",
                    ),
                ),
                (
                    "budget",
                    models.CharField(
                        choices=[("revenue", "Revenue"), ("capital", "Capital")],
                        default="revenue",
                        max_length=7,
                        verbose_name="revenue or capital",
                    ),
                ),
                ("amount", agt.words.money.MoneyField(help_text="In that year: 1.2m.")),
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
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.fundingsource",
                        verbose_name="funding source",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical investment",
                "verbose_name_plural": "historical investments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeasure",
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
                    "unit",
                    models.CharField(
                        help_text="What one of it is: children, hours, %.", max_length=60
                    ),
                ),
                (
                    "good",
                    models.CharField(
                        choices=[("up", "Up"), ("down", "Down")],
                        default="up",
                        max_length=4,
                        verbose_name="which way is good",
                    ),
                ),
                (
                    "leads",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "Lead: it moves before the benefit"),
                            ("lag", "Lag: it moves after"),
                        ],
                        max_length=4,
                        verbose_name="lead or lag",
                    ),
                ),
                (
                    "baseline",
                    savings.values.ValueField(
                        blank=True, help_text="What it was before anything changed.", null=True
                    ),
                ),
                (
                    "baseline_on",
                    models.DateField(blank=True, null=True, verbose_name="baseline of"),
                ),
                (
                    "amber_past",
                    savings.values.ValueField(
                        blank=True,
                        help_text="In the measure's own unit. A smaller shortfall is on track.",
                        null=True,
                        verbose_name="behind past a shortfall of",
                    ),
                ),
                (
                    "red_past",
                    savings.values.ValueField(
                        blank=True, null=True, verbose_name="off track past a shortfall of"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "stated_in",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="stated in"
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
                    "benefit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.benefit",
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
            ],
            options={
                "verbose_name": "historical measure",
                "verbose_name_plural": "historical measures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRecoveryPlan",
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
                    agt.words.years.FinancialYearField(
                        help_text="A financial year: 2025/26.", verbose_name="year of the shortfall"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("recovery", "Recovery"), ("replacement", "Replacement")],
                        default="recovery",
                        max_length=11,
                    ),
                ),
                ("plan", models.TextField(verbose_name="what is done")),
                (
                    "owner_role",
                    models.CharField(blank=True, max_length=120, verbose_name="owner (role)"),
                ),
                ("due", models.DateField(help_text="Like 31/03/2025.", verbose_name="by when")),
                (
                    "next_year",
                    agt.words.money.MoneyField(
                        default=0,
                        help_text="A year: 0.2m. Zero where it is one-off.",
                        verbose_name="recovers from next year",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
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
                    "owner",
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
                "verbose_name": "historical recovery plan",
                "verbose_name_plural": "historical recovery plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTransfer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    agt.words.years.FinancialYearField(
                        blank=True,
                        help_text="Like 2025/26. Empty: no year is agreed, only the total.",
                        null=True,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                    ),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="Above zero, like 1.2m, 1200k or £1,200,000."
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("reflected", "Reflected in the figures"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "agreed_by",
                    models.CharField(
                        blank=True, help_text="The person or the body.", max_length=120
                    ),
                ),
                ("agreed_on", models.DateField(blank=True, null=True)),
                (
                    "stated_in",
                    models.CharField(
                        blank=True,
                        help_text="The paper that says so.",
                        max_length=20,
                        verbose_name="stated in",
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
                    "from_programme",
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
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where it is reflected.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.position",
                    ),
                ),
                (
                    "to_programme",
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
                "verbose_name": "historical transfer",
                "verbose_name_plural": "historical transfers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Investment",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivery", "Delivery"),
                            ("technology", "Technology and equipment"),
                            ("redundancy", "Redundancy"),
                            ("pension", "Pension strain"),
                            ("fees", "Fees tied to results"),
                            ("other", "Other"),
                        ],
                        default="delivery",
                        max_length=10,
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("one_off", "One-off"), ("ongoing", "Ongoing")],
                        default="one_off",
                        max_length=7,
                        verbose_name="one-off or ongoing",
                    ),
                ),
                (
                    "budget",
                    models.CharField(
                        choices=[("revenue", "Revenue"), ("capital", "Capital")],
                        default="revenue",
                        max_length=7,
                        verbose_name="revenue or capital",
                    ),
                ),
                ("amount", agt.words.money.MoneyField(help_text="In that year: 1.2m.")),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="investments",
                        to="portfolios.position",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="investments",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="investments",
                        to="savings.fundingsource",
                        verbose_name="funding source",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "programme", "year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "position",
                            "programme",
                            "year",
                            "kind",
                            "recurrence",
                            "budget",
                            "source",
                        ),
                        name="investment_named_once",
                        violation_error_message="The programme has this cost from this source in the year already: edit that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="investment_above_zero",
                        violation_error_message="What is invested is above zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "delivery",
                                    "technology",
                                    "redundancy",
                                    "pension",
                                    "fees",
                                    "other",
                                ],
                            ),
                            ("recurrence__in", ["one_off", "ongoing"]),
                            ("budget__in", ["revenue", "capital"]),
                        ),
                        name="investment_words_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "sha256",
                    models.CharField(
                        error_messages={"unique": "This very file is in already."},
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cost_centre", models.CharField(max_length=40)),
                ("month", models.DateField(help_text="Its first day.")),
                ("budget", agt.words.money.MoneyField()),
                ("actual", agt.words.money.MoneyField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="savings.ledgerfile",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "ledger entries",
                "ordering": ["cost_centre", "month", "source"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "cost_centre", "month"),
                        name="one_entry_per_file_and_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="entry_month_is_its_first_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
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
                    "unit",
                    models.CharField(
                        help_text="What one of it is: children, hours, %.", max_length=60
                    ),
                ),
                (
                    "good",
                    models.CharField(
                        choices=[("up", "Up"), ("down", "Down")],
                        default="up",
                        max_length=4,
                        verbose_name="which way is good",
                    ),
                ),
                (
                    "leads",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "Lead: it moves before the benefit"),
                            ("lag", "Lag: it moves after"),
                        ],
                        max_length=4,
                        verbose_name="lead or lag",
                    ),
                ),
                (
                    "baseline",
                    savings.values.ValueField(
                        blank=True, help_text="What it was before anything changed.", null=True
                    ),
                ),
                (
                    "baseline_on",
                    models.DateField(blank=True, null=True, verbose_name="baseline of"),
                ),
                (
                    "amber_past",
                    savings.values.ValueField(
                        blank=True,
                        help_text="In the measure's own unit. A smaller shortfall is on track.",
                        null=True,
                        verbose_name="behind past a shortfall of",
                    ),
                ),
                (
                    "red_past",
                    savings.values.ValueField(
                        blank=True, null=True, verbose_name="off track past a shortfall of"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "stated_in",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="stated in"
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="savings.benefit",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("benefit", "name"),
                        name="measure_of_benefit_named_once",
                        violation_error_message="This benefit has a measure of that name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("benefit__isnull", True), ("portfolio__isnull", True), _connector="OR"
                        ),
                        name="measure_of_one",
                        violation_error_message="A benefit's measure is in the benefit's portfolio: name none of its own.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_on__isnull", True),
                            ("baseline__isnull", False),
                            _connector="OR",
                        ),
                        name="measure_baseline_of_a_day",
                        violation_error_message="A baseline of that day needs its value: zero is a value.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amber_past__isnull", True), ("red_past__isnull", True)),
                            models.Q(
                                ("amber_past__gte", 0), ("red_past__gte", models.F("amber_past"))
                            ),
                            _connector="OR",
                        ),
                        name="measure_thresholds_in_order",
                        violation_error_message="Give both shortfalls or neither, neither below zero, and off track past no less than behind.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("good__in", ["up", "down"]), ("leads__in", ["", "lead", "lag"])
                        ),
                        name="measure_words_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTargetPoint",
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
                ("on", models.DateField(verbose_name="on")),
                ("value", savings.values.ValueField()),
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
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical target point",
                "verbose_name_plural": "historical target points",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Reading",
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
                ("on", models.DateField(verbose_name="on")),
                ("value", savings.values.ValueField(blank=True, null=True)),
                (
                    "qualifier",
                    models.CharField(
                        blank=True,
                        choices=[("over", "over"), ("around", "around")],
                        help_text="As the paper prints it.",
                        max_length=6,
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=300)),
                (
                    "why",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why it is corrected"
                    ),
                ),
                ("at", models.DateTimeField(default=agt.words.clock.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="savings.measure",
                    ),
                ),
            ],
            options={
                "ordering": ["measure", "on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", False),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reading_taken_back_with_reason",
                        violation_error_message="A reading has a value, or says why it is taken back.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("qualifier__in", ["", "over", "around"])),
                        name="reading_qualifier_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryPlan",
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
                    agt.words.years.FinancialYearField(
                        help_text="A financial year: 2025/26.", verbose_name="year of the shortfall"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("recovery", "Recovery"), ("replacement", "Replacement")],
                        default="recovery",
                        max_length=11,
                    ),
                ),
                ("plan", models.TextField(verbose_name="what is done")),
                (
                    "owner_role",
                    models.CharField(blank=True, max_length=120, verbose_name="owner (role)"),
                ),
                ("due", models.DateField(help_text="Like 31/03/2025.", verbose_name="by when")),
                (
                    "next_year",
                    agt.words.money.MoneyField(
                        default=0,
                        help_text="A year: 0.2m. Zero where it is one-off.",
                        verbose_name="recovers from next year",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recovery_plans",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "year", "due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["recovery", "replacement"])),
                        name="recovery_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="recovery_has_owner",
                        violation_error_message="A plan needs someone who answers for it: a person or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_year__gte", 0)),
                        name="recovery_not_below_zero",
                        violation_error_message="What a plan recovers is zero or more.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RePresentation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=160)),
                ("note", models.CharField(blank=True, max_length=300)),
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
                        related_name="re_presentations",
                        to="portfolios.position",
                    ),
                ),
                (
                    "programmes",
                    models.ManyToManyField(
                        related_name="re_presentations", to="portfolios.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Saving",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cashable", "Cashable"),
                            ("non_cashable", "Non-cashable"),
                            ("demand", "Demand mitigation"),
                        ],
                        default="cashable",
                        max_length=14,
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("recurrent", "Recurrent"), ("one_off", "One-off")],
                        default="recurrent",
                        max_length=10,
                    ),
                ),
                (
                    "budget",
                    models.CharField(
                        choices=[("revenue", "Revenue"), ("capital_receipt", "Capital receipt")],
                        default="revenue",
                        max_length=16,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="savings",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "name"), name="saving_named_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSavingsLine",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("year", agt.words.years.FinancialYearField()),
                (
                    "confidence",
                    models.CharField(
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                    ),
                ),
                (
                    "fund",
                    models.CharField(
                        choices=[
                            ("general_fund", "General Fund"),
                            ("hra", "Housing Revenue Account (HRA)"),
                            ("dsg", "Dedicated Schools Grant (DSG)"),
                        ],
                        default="general_fund",
                        max_length=12,
                    ),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="Incremental annual amount, in whole pence."
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("apportioned", "Apportioned"),
                            ("entered", "Entered"),
                        ],
                        default="entered",
                        max_length=11,
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
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programmeplace",
                    ),
                ),
                (
                    "saving",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.saving",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical savings line",
                "verbose_name_plural": "historical savings lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSavingBudgetLine",
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
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="1.2m.", verbose_name="taken out of it a year"
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
                    "benefit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where a benefit of the programme takes it, and no saving.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.benefit",
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
                    "line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.budgetline",
                        verbose_name="budget line",
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
                (
                    "saving",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave it empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.saving",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical saving budget line",
                "verbose_name_plural": "historical saving budget lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDeliveredSaving",
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
                ("month", models.DateField(help_text="Its first day.")),
                ("amount", agt.words.money.MoneyField(help_text="Achieved in that month alone.")),
                ("cashable", models.BooleanField(default=True)),
                ("evidence", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("claimed", "Claimed"),
                            ("validated", "Validated by Finance"),
                            ("banked", "Banked"),
                            ("rejected", "Rejected"),
                        ],
                        default="claimed",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="why it is rejected",
                    ),
                ),
                ("claimed_at", models.DateTimeField(editable=False, null=True)),
                ("validated_at", models.DateTimeField(editable=False, null=True)),
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
                    "claimed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
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
                (
                    "validated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        help_text="Who of Finance validated or rejected it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saving",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="None: the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.saving",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical delivered saving",
                "verbose_name_plural": "historical delivered savings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="DeliveredSaving",
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
                ("month", models.DateField(help_text="Its first day.")),
                ("amount", agt.words.money.MoneyField(help_text="Achieved in that month alone.")),
                ("cashable", models.BooleanField(default=True)),
                ("evidence", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("claimed", "Claimed"),
                            ("validated", "Validated by Finance"),
                            ("banked", "Banked"),
                            ("rejected", "Rejected"),
                        ],
                        default="claimed",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="why it is rejected",
                    ),
                ),
                ("claimed_at", models.DateTimeField(editable=False, null=True)),
                ("validated_at", models.DateTimeField(editable=False, null=True)),
                (
                    "claimed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivered",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "validated_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who of Finance validated or rejected it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saving",
                    models.ForeignKey(
                        blank=True,
                        help_text="None: the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivered",
                        to="savings.saving",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "month", "pk"],
                "indexes": [models.Index(fields=["programme", "month"], name="delivered_by_month")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "saving", "month"),
                        name="one_claim_per_saving_and_month",
                        violation_error_message="This saving has its claim for the month: change that.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("saving__isnull", True)),
                        fields=("programme", "month"),
                        name="one_claim_per_programme_and_month",
                        violation_error_message="The programme has its claim for the month: change that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="claim_month_is_its_first_day",
                        violation_error_message="A claim is of a month: give its first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["claimed", "validated", "banked", "rejected"])
                        ),
                        name="claim_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="claim_has_evidence",
                        violation_error_message="A claim needs evidence: say where it can be seen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("illustrative", True),
                            models.Q(
                                ("state", "claimed"),
                                ("validated_at__isnull", True),
                                ("validated_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("state", "claimed"), _negated=True),
                                ("validated_at__isnull", False),
                                ("validated_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="claim_judged_by_someone_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("illustrative", True),
                            models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="claim_made_by_someone_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("validated_by__isnull", True),
                            models.Q(("validated_by", models.F("claimed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_judged_by_another",
                        violation_error_message="Nobody validates their own claim: someone else of Finance has to.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_rejected_with_a_reason",
                        violation_error_message="Say why it is rejected: who claimed it will want to know.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavingBudgetLine",
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
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="1.2m.", verbose_name="taken out of it a year"
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where a benefit of the programme takes it, and no saving.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="savings.benefit",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="savings.budgetline",
                        verbose_name="budget line",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "saving",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="savings.saving",
                    ),
                ),
            ],
            options={
                "ordering": ["line", "year", "programme", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "saving", "line", "year"),
                        name="saving_claims_line_once",
                        violation_error_message="This saving claims the line for the year already: edit that.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("benefit__isnull", True), ("saving__isnull", True)),
                        fields=("programme", "line", "year"),
                        name="programme_claims_line_once",
                        violation_error_message="The programme claims the line for the year already: edit that.",
                    ),
                    models.UniqueConstraint(
                        fields=("benefit", "line", "year"),
                        name="benefit_claims_line_once",
                        violation_error_message="This benefit claims the line for the year already: edit that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("saving__isnull", True), ("benefit__isnull", True), _connector="OR"
                        ),
                        name="line_claimed_by_one",
                        violation_error_message="Name the saving or the benefit, not both: the same money would be claimed twice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="claimed_of_line_above_zero",
                        violation_error_message="What is taken out of a budget line is above zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
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
                ("year", agt.words.years.FinancialYearField()),
                (
                    "claims",
                    models.CharField(
                        help_text="The ids of the claims it was made of.", max_length=500
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("body", models.CharField(max_length=120, verbose_name="group")),
                ("ruled_on", models.DateField(verbose_name="on")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="savings.budgetline",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stands",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="savings.savingbudgetline",
                    ),
                ),
            ],
            options={
                "ordering": ["line", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "year"),
                        name="one_ruling_for_a_line_and_year",
                        violation_error_message="The line and year have a ruling: change that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="ruling_says_why",
                        violation_error_message="A ruling says why: both claimants will ask.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRuling",
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
                ("year", agt.words.years.FinancialYearField()),
                (
                    "claims",
                    models.CharField(
                        help_text="The ids of the claims it was made of.", max_length=500
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("body", models.CharField(max_length=120, verbose_name="group")),
                ("ruled_on", models.DateField(verbose_name="on")),
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
                    "line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.budgetline",
                    ),
                ),
                (
                    "recorded_by",
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
                    "stands",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.savingbudgetline",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical ruling",
                "verbose_name_plural": "historical rulings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SavingsLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", agt.words.years.FinancialYearField()),
                (
                    "confidence",
                    models.CharField(
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                    ),
                ),
                (
                    "fund",
                    models.CharField(
                        choices=[
                            ("general_fund", "General Fund"),
                            ("hra", "Housing Revenue Account (HRA)"),
                            ("dsg", "Dedicated Schools Grant (DSG)"),
                        ],
                        default="general_fund",
                        max_length=12,
                    ),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="Incremental annual amount, in whole pence."
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("apportioned", "Apportioned"),
                            ("entered", "Entered"),
                        ],
                        default="entered",
                        max_length=11,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="portfolios.programmeplace",
                    ),
                ),
                (
                    "saving",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="savings.saving",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "saving", "year", "confidence", "fund"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "saving", "year", "confidence", "fund"),
                        name="one_line_per_cell",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["green", "amber", "red"])),
                        name="line_confidence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fund__in", ["general_fund", "hra", "dsg"])),
                        name="line_fund_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["published", "apportioned", "entered"])),
                        name="line_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="line_not_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavingsTotal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "position",
                        "portfolio",
                        "year",
                        "confidence",
                        "fund",
                        "basis",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="portfolios.position",
                    ),
                ),
                ("year", agt.words.years.FinancialYearField()),
                (
                    "confidence",
                    models.CharField(
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                    ),
                ),
                (
                    "fund",
                    models.CharField(
                        choices=[
                            ("general_fund", "General Fund"),
                            ("hra", "Housing Revenue Account (HRA)"),
                            ("dsg", "Dedicated Schools Grant (DSG)"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("apportioned", "Apportioned"),
                            ("entered", "Entered"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(help_text="The sum of its lines, in whole pence."),
                ),
                (
                    "lines",
                    models.PositiveIntegerField(help_text="How many lines it is the sum of."),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "portfolio", "year", "confidence", "fund", "basis"),
            },
        ),
        migrations.CreateModel(
            name="TargetPoint",
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
                ("on", models.DateField(verbose_name="on")),
                ("value", savings.values.ValueField()),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="savings.measure",
                    ),
                ),
            ],
            options={
                "ordering": ["measure", "on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "on"),
                        name="target_once_a_day",
                        violation_error_message="The trajectory has a point on that day already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    agt.words.years.FinancialYearField(
                        blank=True,
                        help_text="Like 2025/26. Empty: no year is agreed, only the total.",
                        null=True,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                    ),
                ),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        help_text="Above zero, like 1.2m, 1200k or £1,200,000."
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("reflected", "Reflected in the figures"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "agreed_by",
                    models.CharField(
                        blank=True, help_text="The person or the body.", max_length=120
                    ),
                ),
                ("agreed_on", models.DateField(blank=True, null=True)),
                (
                    "stated_in",
                    models.CharField(
                        blank=True,
                        help_text="The paper that says so.",
                        max_length=20,
                        verbose_name="stated in",
                    ),
                ),
                (
                    "from_programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_out",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        help_text="Where it is reflected.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to="portfolios.position",
                    ),
                ),
                (
                    "to_programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_in",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="transfer_above_zero",
                        violation_error_message="A transfer is above zero; swap the programmes instead.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["", "green", "amber", "red"])),
                        name="transfer_confidence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "agreed", "reflected"])),
                        name="transfer_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "proposed"),
                            models.Q(
                                models.Q(("agreed_by", ""), _negated=True),
                                ("agreed_on__isnull", False),
                            ),
                            models.Q(("stated_in", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="transfer_agreed_by_someone_or_paper",
                        violation_error_message="An agreed transfer needs who agreed it and when, or the paper that states it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_programme", models.F("to_programme")), _negated=True
                        ),
                        name="transfer_between_two",
                        violation_error_message="A transfer goes from one programme to another.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitValue",
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
                ("since", models.DateField()),
                ("pence", agt.words.money.MoneyField(verbose_name="worth of one unit")),
                ("source", models.CharField(max_length=300, verbose_name="how it was worked out")),
                ("approved_on", models.DateField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unit_values",
                        to="savings.measure",
                    ),
                ),
            ],
            options={
                "ordering": ["measure", "since", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pence__gt", 0)),
                        name="unit_value_above_zero",
                        violation_error_message="A unit is worth more than nothing: which way is good is said by the measure.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="unit_value_says_how",
                        violation_error_message="Say how it was worked out.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", False), ("illustrative", True), _connector="OR"
                        ),
                        name="unit_value_approved_by_someone",
                    ),
                ],
            },
        ),
    ]
