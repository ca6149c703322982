import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("portfolios", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataVersion",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=36)),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalFeedToken",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What uses it: “Power BI, finance workspace”.", max_length=80
                    ),
                ),
                ("feeds", models.JSONField(help_text="The names of the feeds it is for.")),
                (
                    "all_portfolios",
                    models.BooleanField(
                        default=True, verbose_name="all portfolios that its owner sees"
                    ),
                ),
                ("made_on", models.DateField(editable=False)),
                (
                    "expires_on",
                    models.DateField(
                        help_text="The last day it is good for: within a year. Like 31/03/2026.",
                        verbose_name="expires on",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
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
                "verbose_name": "historical feed token",
                "verbose_name_plural": "historical feed tokens",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImportMapping",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=80)),
                ("content", models.JSONField(help_text="The mapping as its file says it.")),
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
                "verbose_name": "historical import mapping",
                "verbose_name_plural": "historical import mappings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPaperBlock",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[("cabinet", "Cabinet report"), ("scrutiny", "Scrutiny update")],
                        max_length=20,
                    ),
                ),
                ("section", models.SlugField(max_length=40)),
                ("text", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("final", "Final")],
                        default="draft",
                        help_text="Final once nobody needs to look at it again.",
                        max_length=10,
                    ),
                ),
                (
                    "exempt",
                    models.BooleanField(
                        default=False,
                        help_text="Left out of the public paper: for those who edit it or see posts below portfolio level.",
                        verbose_name="exempt from publication",
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
                "verbose_name": "historical paper block",
                "verbose_name_plural": "historical paper blocks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("content", models.JSONField(help_text="The mapping as its file says it.")),
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
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="StatedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveIntegerField(
                        help_text="Where it stands among all that was printed."
                    ),
                ),
                ("document", models.CharField(max_length=20, verbose_name="paper")),
                ("place", models.CharField(max_length=120)),
                ("table", models.CharField(max_length=120)),
                ("row", models.CharField(max_length=200)),
                ("printed_row", models.CharField(blank=True, max_length=200)),
                ("column", models.CharField(max_length=120)),
                ("printed_column", models.CharField(max_length=120)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("GBP m", "£m"),
                            ("FTE", "FTE"),
                            ("count", "count"),
                            ("text", "words"),
                        ],
                        max_length=5,
                    ),
                ),
                ("value", models.BigIntegerField(blank=True, null=True)),
                ("printed", models.CharField(max_length=60)),
                ("decimals", models.PositiveSmallIntegerField(default=0)),
                ("qualifier", models.CharField(blank=True, max_length=40)),
                ("footnote", models.CharField(blank=True, max_length=300)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stated_figures",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["document", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "document", "place", "table", "row", "column", "order"),
                        name="stated_once_per_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["GBP m", "FTE", "count", "text"])),
                        name="stated_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit", "text"), ("value__isnull", True)),
                            models.Q(
                                models.Q(("unit", "text"), _negated=True), ("value__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="stated_value_unless_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="explanations",
                        to="reports.statedfigure",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="explanation_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("mapping", models.JSONField(default=dict, help_text="How it is read so far.")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="FeedToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What uses it: “Power BI, finance workspace”.", max_length=80
                    ),
                ),
                ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("feeds", models.JSONField(help_text="The names of the feeds it is for.")),
                (
                    "all_portfolios",
                    models.BooleanField(
                        default=True, verbose_name="all portfolios that its owner sees"
                    ),
                ),
                ("made_on", models.DateField(editable=False)),
                (
                    "expires_on",
                    models.DateField(
                        help_text="The last day it is good for: within a year. Like 31/03/2026.",
                        verbose_name="expires on",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("last_used_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feed_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolios",
                    models.ManyToManyField(blank=True, related_name="+", to="portfolios.portfolio"),
                ),
                (
                    "revoked_by",
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
                "ordering": ["-made_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"),
                        name="feed_token_named_once",
                        violation_error_message="You have a token of that name already: name this one after what uses it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("made_on"))),
                        name="feed_token_expires_after_it_is_made",
                        violation_error_message="A token expires today or later.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="feed_token_revoked_by_someone_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[("cabinet", "Cabinet report"), ("scrutiny", "Scrutiny update")],
                        max_length=20,
                    ),
                ),
                ("section", models.SlugField(max_length=40)),
                ("text", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("final", "Final")],
                        default="draft",
                        help_text="Final once nobody needs to look at it again.",
                        max_length=10,
                    ),
                ),
                (
                    "exempt",
                    models.BooleanField(
                        default=False,
                        help_text="Left out of the public paper: for those who edit it or see posts below portfolio level.",
                        verbose_name="exempt from publication",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_blocks",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_blocks",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "paper", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("portfolio__isnull", True)),
                        fields=("position", "paper", "section"),
                        name="one_paper_block_of_the_whole",
                        violation_error_message="Somebody has begun this part already: open it again.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("portfolio__isnull", False)),
                        fields=("position", "paper", "section", "portfolio"),
                        name="one_paper_block_of_a_portfolio",
                        violation_error_message="Somebody has begun this part already: open it again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "final"])),
                        name="paper_block_state_is_known",
                        violation_error_message="A part of a paper is a draft or final.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "is_below_portfolio",
                    models.BooleanField(
                        default=False, help_text="Of posts below portfolio level: not for everyone."
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("position", "name"), name="one_file_of_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tables",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("position", "slug"), name="one_table_of_a_slug")
                ],
            },
        ),
        migrations.CreateModel(
            name="Restatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "quantity",
                    models.JSONField(help_text="What the figure is of, as a link to it says it."),
                ),
                ("published", models.BigIntegerField(help_text="The figure as it was published.")),
                ("value", models.BigIntegerField(help_text="What it should have been.")),
                ("why", models.CharField(max_length=300)),
                (
                    "reported_in",
                    models.CharField(help_text="The paper or the body it went to.", max_length=120),
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
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restatements",
                        to="portfolios.position",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("why", ""), _negated=True),
                            models.Q(("reported_in", ""), _negated=True),
                        ),
                        name="restatement_says_why_and_where",
                        violation_error_message="Say why it is restated, and where that was reported.",
                    )
                ],
            },
        ),
    ]
