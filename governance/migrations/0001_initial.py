import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import agt.words.clock
import agt.words.fte
import agt.words.money
import agt.words.years
import governance.models.risk_framework
import governance.steps


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("portfolios", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="Its place among the boards."),
                ),
                (
                    "name",
                    models.CharField(
                        error_messages={"unique": "There is a board of that name already."},
                        max_length=120,
                        unique=True,
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "needs_notice",
                    models.BooleanField(
                        default=False,
                        help_text="It decides as Cabinet does: a key decision there needs notice beforehand.",
                        verbose_name="key decisions need notice",
                    ),
                ),
                (
                    "of_portfolios",
                    models.BooleanField(
                        default=False,
                        help_text="Each of its meetings is of one portfolio.",
                        verbose_name="one for each portfolio",
                    ),
                ),
                (
                    "retired",
                    models.BooleanField(
                        default=False, help_text="It meets no more. What it decided stays."
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Gate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(help_text="Its place among the gates.")),
                (
                    "name",
                    models.CharField(
                        error_messages={"unique": "There is a gate of that name already."},
                        max_length=120,
                        unique=True,
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "decides_case",
                    models.BooleanField(
                        default=False,
                        help_text="A decision here approves or returns the business case that is submitted.",
                        verbose_name="decides the business case",
                    ),
                ),
                (
                    "retired",
                    models.BooleanField(
                        default=False, help_text="No longer decided at. Decisions made here stay."
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DecisionPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[
                            ("notice", "Notice of a key decision, in clear days"),
                            ("exception", "Notice by general exception, in clear days"),
                            ("call_in", "Call-in, in working days after the decision"),
                        ],
                        max_length=10,
                        verbose_name="what it is",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days at least")),
                ("since", models.DateField(verbose_name="in force from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("source", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["of", "since", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1)),
                        name="decision_period_above_zero",
                        violation_error_message="A period is one day or more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="decision_period_dates_in_order",
                        violation_error_message="A period ends on or after the day it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("of__in", ["notice", "exception", "call_in"])),
                        name="decision_period_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GateDecision",
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
                    "case_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strategic_outline", "Strategic outline"),
                            ("outline", "Outline"),
                            ("full", "Full"),
                            ("single", "Single justification"),
                        ],
                        help_text="The level of the business case it was about, where it was about one.",
                        max_length=20,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("conditional", "Approved with conditions"),
                            ("returned", "Returned"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        error_messages={"blank": "A decision needs the body that made it."},
                        help_text="The board or committee.",
                        max_length=120,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(
                        error_messages={"null": "A decision needs its date."},
                        help_text="Like 31/03/2025.",
                        verbose_name="decided on",
                    ),
                ),
                (
                    "conditions",
                    models.TextField(
                        blank=True, help_text="What must be met; of a return, what has to change."
                    ),
                ),
                (
                    "pence",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="In all years: 1.2m.",
                        null=True,
                        verbose_name="saving approved",
                    ),
                ),
                (
                    "fte_low",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts approved, from"
                    ),
                ),
                (
                    "fte_high",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts approved, to"
                    ),
                ),
                (
                    "minute",
                    models.CharField(blank=True, max_length=60, verbose_name="minute reference"),
                ),
                (
                    "gate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="governance.gate",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_decisions",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "recorded_by",
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
                "ordering": ["programme", "decided_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["approved", "conditional", "returned"])
                        ),
                        name="gate_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "case_level__in",
                                ["", "strategic_outline", "outline", "full", "single"],
                            )
                        ),
                        name="gate_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True),
                        name="gate_decision_has_body",
                        violation_error_message="A decision needs the body that made it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "approved"),
                            models.Q(("conditions", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="gate_conditions_said",
                        violation_error_message="Say the conditions, or what has to change before it comes back.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "returned"), _negated=True),
                            models.Q(
                                ("fte_high__isnull", True),
                                ("fte_low__isnull", True),
                                ("pence__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="gate_return_approves_nothing",
                        violation_error_message="A return approves nothing: leave the saving and the posts empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pence__isnull", True), ("pence__gte", 0), _connector="OR"
                        ),
                        name="gate_saving_not_negative",
                        violation_error_message="An approved saving is not below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fte_high__isnull", True), ("fte_low__isnull", True)),
                            models.Q(
                                ("fte_high__gte", models.F("fte_low")),
                                ("fte_high__isnull", False),
                                ("fte_low__gte", 0),
                                ("fte_low__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="gate_posts_in_order",
                        violation_error_message="Posts are a range, from the low end to the high end; where one number is approved, give it twice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_by__isnull", False), ("illustrative", True), _connector="OR"
                        ),
                        name="gate_decision_recorded_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                ("held_on", models.DateField(verbose_name="held on")),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Like: special meeting.", max_length=200
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="governance.board",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where the board is one for each portfolio.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "ordering": ["held_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("portfolio__isnull", True)),
                        fields=("board", "held_on"),
                        name="board_meets_once_a_day",
                        violation_error_message="This board meets on that day already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("portfolio__isnull", False)),
                        fields=("board", "held_on", "portfolio"),
                        name="portfolio_board_meets_once_a_day",
                        violation_error_message="This portfolio's board meets on that day already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                ("asks", models.TextField(blank=True, verbose_name="what is asked")),
                (
                    "is_key",
                    models.BooleanField(
                        default=False,
                        help_text="A significant saving is one, to begin with.",
                        verbose_name="key decision",
                    ),
                ),
                (
                    "notice_on",
                    models.DateField(blank=True, null=True, verbose_name="notice published on"),
                ),
                (
                    "pence",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="Asked for until it is decided: 1.2m",
                        null=True,
                        verbose_name="saving it approves",
                    ),
                ),
                (
                    "fte_low",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts it approves, from"
                    ),
                ),
                (
                    "fte_high",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts it approves, to"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("for_decision", "For decision"),
                            ("approved", "Approved"),
                            ("noted", "Noted"),
                            ("deferred", "Deferred"),
                            ("refused", "Refused"),
                        ],
                        default="for_decision",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("decided", models.TextField(blank=True, verbose_name="what was decided")),
                (
                    "minute",
                    models.CharField(blank=True, max_length=60, verbose_name="minute reference"),
                ),
                (
                    "called_in_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="called in on"
                    ),
                ),
                (
                    "call_in_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stands", "The decision stands"),
                            ("back", "Referred back to who decided it"),
                            ("council", "Referred to full council"),
                        ],
                        editable=False,
                        max_length=7,
                        verbose_name="what came of the call-in",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where it is of no one programme. With neither it is of the whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "gate_decision",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where it is what the tracker records at a gate.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="governance.gatedecision",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("programme__isnull", True),
                            ("portfolio__isnull", True),
                            _connector="OR",
                        ),
                        name="decision_of_one",
                        violation_error_message="Name the programme or the portfolio, not both: a programme's portfolio follows from it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("call_in_outcome__in", ["", "stands", "back", "council"]),
                            (
                                "outcome__in",
                                ["for_decision", "approved", "noted", "deferred", "refused"],
                            ),
                        ),
                        name="decision_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided", ""), ("outcome", "for_decision")),
                            models.Q(
                                models.Q(("outcome", "for_decision"), _negated=True),
                                models.Q(("decided", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_says_what_was_decided",
                        violation_error_message="What was decided is said once the decision is recorded, and then always.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["for_decision", "approved"]),
                            models.Q(
                                ("fte_high__isnull", True),
                                ("fte_low__isnull", True),
                                ("pence__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_alone_approved_approves",
                        violation_error_message="What is not approved approves no saving and no posts: leave both empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pence__isnull", True), ("pence__gte", 0), _connector="OR"
                        ),
                        name="decision_saving_not_negative",
                        violation_error_message="An approved saving is not below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fte_high__isnull", True), ("fte_low__isnull", True)),
                            models.Q(
                                ("fte_high__gte", models.F("fte_low")),
                                ("fte_high__isnull", False),
                                ("fte_low__gte", 0),
                                ("fte_low__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_posts_in_order",
                        violation_error_message="Posts are a range, from the low end to the high end; where one number is approved, give it twice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notice_on__isnull", True), ("is_key", True), _connector="OR"
                        ),
                        name="decision_notice_is_of_a_key_one",
                        violation_error_message="Notice is given of a key decision: say that it is one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("called_in_on__isnull", True),
                            models.Q(
                                ("is_key", True),
                                models.Q(("outcome", "for_decision"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_called_in_is_key",
                        violation_error_message="Only a key decision that was made can be called in.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("call_in_outcome", ""),
                            ("called_in_on__isnull", False),
                            _connector="OR",
                        ),
                        name="decision_call_in_outcome_of_a_call_in",
                        violation_error_message="What came of a call-in goes with its day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBoard",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="Its place among the boards."),
                ),
                (
                    "name",
                    models.CharField(
                        db_index=True,
                        error_messages={"unique": "There is a board of that name already."},
                        max_length=120,
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "needs_notice",
                    models.BooleanField(
                        default=False,
                        help_text="It decides as Cabinet does: a key decision there needs notice beforehand.",
                        verbose_name="key decisions need notice",
                    ),
                ),
                (
                    "of_portfolios",
                    models.BooleanField(
                        default=False,
                        help_text="Each of its meetings is of one portfolio.",
                        verbose_name="one for each portfolio",
                    ),
                ),
                (
                    "retired",
                    models.BooleanField(
                        default=False, help_text="It meets no more. What it decided stays."
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
                "verbose_name": "historical board",
                "verbose_name_plural": "historical boards",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalClosure",
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
                ("closed_on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("lessons", models.TextField(help_text="What the next programme should know.")),
                (
                    "handed_to",
                    models.CharField(
                        help_text="Who answers for it from here.",
                        max_length=120,
                        verbose_name="handed over to (role)",
                    ),
                ),
                (
                    "goes_on",
                    models.TextField(
                        blank=True,
                        help_text="A measure and its owner on each line. Calls answered: head of service",
                        verbose_name="what goes on",
                    ),
                ),
                ("reopened_on", models.DateField(blank=True, editable=False, null=True)),
                ("reopened_why", models.CharField(blank=True, editable=False, max_length=300)),
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
                "verbose_name": "historical closure",
                "verbose_name_plural": "historical closures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecisionPeriod",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[
                            ("notice", "Notice of a key decision, in clear days"),
                            ("exception", "Notice by general exception, in clear days"),
                            ("call_in", "Call-in, in working days after the decision"),
                        ],
                        max_length=10,
                        verbose_name="what it is",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days at least")),
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
                "verbose_name": "historical decision period",
                "verbose_name_plural": "historical decision periods",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDependency",
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
                    "service",
                    models.CharField(
                        blank=True,
                        help_text="Where a service of the council needs it, and no programme.",
                        max_length=120,
                        verbose_name="or operational service",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what is needed")),
                ("needed_by", models.DateField()),
                ("promised_for", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("identified", "Identified"),
                            ("agreed", "Agreed"),
                            ("at_risk", "At risk"),
                            ("met", "Met"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="identified",
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
                ("met_on", models.DateField(blank=True, null=True)),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="Like 1.2m or £250k.",
                        null=True,
                        verbose_name="pounds at stake",
                    ),
                ),
                (
                    "posts",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts at stake (FTE)"
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
                    "giver",
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
                    "taker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The programme that needs it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical dependency",
                "verbose_name_plural": "historical dependencies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGate",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(help_text="Its place among the gates.")),
                (
                    "name",
                    models.CharField(
                        db_index=True,
                        error_messages={"unique": "There is a gate of that name already."},
                        max_length=120,
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "decides_case",
                    models.BooleanField(
                        default=False,
                        help_text="A decision here approves or returns the business case that is submitted.",
                        verbose_name="decides the business case",
                    ),
                ),
                (
                    "retired",
                    models.BooleanField(
                        default=False, help_text="No longer decided at. Decisions made here stay."
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
                "verbose_name": "historical gate",
                "verbose_name_plural": "historical gates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGateDecision",
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
                    "case_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strategic_outline", "Strategic outline"),
                            ("outline", "Outline"),
                            ("full", "Full"),
                            ("single", "Single justification"),
                        ],
                        help_text="The level of the business case it was about, where it was about one.",
                        max_length=20,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("conditional", "Approved with conditions"),
                            ("returned", "Returned"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        error_messages={"blank": "A decision needs the body that made it."},
                        help_text="The board or committee.",
                        max_length=120,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(
                        error_messages={"null": "A decision needs its date."},
                        help_text="Like 31/03/2025.",
                        verbose_name="decided on",
                    ),
                ),
                (
                    "conditions",
                    models.TextField(
                        blank=True, help_text="What must be met; of a return, what has to change."
                    ),
                ),
                (
                    "pence",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="In all years: 1.2m.",
                        null=True,
                        verbose_name="saving approved",
                    ),
                ),
                (
                    "fte_low",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts approved, from"
                    ),
                ),
                (
                    "fte_high",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts approved, to"
                    ),
                ),
                (
                    "minute",
                    models.CharField(blank=True, max_length=60, verbose_name="minute reference"),
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
                    "gate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.gate",
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
                    "recorded_by",
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
                "verbose_name": "historical gate decision",
                "verbose_name_plural": "historical gate decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImpactAssessment",
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
                        choices=[("equality", "Equality and safety"), ("privacy", "Privacy")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("not_needed", "Not needed"),
                        ],
                        default="not_started",
                        max_length=11,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it is not needed")),
                (
                    "approved_on",
                    models.DateField(blank=True, null=True, verbose_name="approved on"),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                (
                    "kept_at",
                    models.CharField(
                        blank=True,
                        help_text="A reference or a place.",
                        max_length=200,
                        verbose_name="where it is kept",
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
                "verbose_name": "historical impact assessment",
                "verbose_name_plural": "historical impact assessments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
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
                ("held_on", models.DateField(verbose_name="held on")),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Like: special meeting.", max_length=200
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
                    "board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.board",
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
                        help_text="Only where the board is one for each portfolio.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMilestone",
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
                    "baseline",
                    models.DateField(help_text="As agreed. Later it moves only by re-baselining."),
                ),
                ("first_baseline", models.DateField(blank=True, editable=False)),
                ("forecast", models.DateField(help_text="When it is expected now.")),
                ("actual", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "owner_role",
                    models.CharField(blank=True, max_length=120, verbose_name="owner (role)"),
                ),
                (
                    "critical",
                    models.BooleanField(
                        default=False,
                        help_text="The programme cannot be delivered in time without it.",
                    ),
                ),
                (
                    "carries",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="A year: 1.2m.",
                        null=True,
                        verbose_name="saving it carries",
                    ),
                ),
                (
                    "carries_year",
                    agt.words.years.FinancialYearField(
                        blank=True,
                        help_text="The first year it lands: 2025/26.",
                        null=True,
                        verbose_name="in financial year",
                    ),
                ),
                (
                    "benefit",
                    models.CharField(blank=True, max_length=160, verbose_name="benefit it carries"),
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
                "verbose_name": "historical milestone",
                "verbose_name_plural": "historical milestones",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPilot",
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
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                (
                    "cohort",
                    models.CharField(
                        help_text="Whose demand, how many.",
                        max_length=200,
                        verbose_name="demand cohort",
                    ),
                ),
                ("hypothesis", models.TextField(help_text="If we…, then…, because…")),
                (
                    "measure",
                    models.CharField(
                        help_text="What shows whether it is so, in words.", max_length=200
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts")),
                ("ends_on", models.DateField(verbose_name="ends")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("adopt", "Adopt"), ("adapt", "Adapt"), ("stop", "Stop")],
                        max_length=5,
                    ),
                ),
                ("learned", models.TextField(blank=True, verbose_name="what was learned")),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical pilot",
                "verbose_name_plural": "historical pilots",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProposal",
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
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("description", models.TextField(blank=True)),
                (
                    "service",
                    models.CharField(
                        blank=True, help_text="Where one service is meant.", max_length=120
                    ),
                ),
                (
                    "saving_low",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="A year: 1.2m or £250k.",
                        null=True,
                        verbose_name="indicative saving, from",
                    ),
                ),
                (
                    "saving_high",
                    agt.words.money.MoneyField(
                        blank=True, null=True, verbose_name="indicative saving, to"
                    ),
                ),
                (
                    "saving_year",
                    agt.words.years.FinancialYearField(
                        blank=True,
                        help_text="The first year: 2027/28.",
                        null=True,
                        verbose_name="from financial year",
                    ),
                ),
                (
                    "posts_low",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="indicative posts (FTE), from"
                    ),
                ),
                (
                    "posts_high",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="indicative posts (FTE), to"
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200)),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="by")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("scoped", "Scoped"),
                            ("appraised", "Options appraised"),
                            ("case", "Business case"),
                            ("programme", "Programme"),
                            ("dropped", "Dropped"),
                        ],
                        default="idea",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("dropped_on", models.DateField(blank=True, editable=False, null=True)),
                ("dropped_why", models.CharField(blank=True, editable=False, max_length=300)),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical proposal",
                "verbose_name_plural": "historical proposals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRisk",
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
                        choices=[("risk", "Risk"), ("issue", "Issue")],
                        default="risk",
                        max_length=5,
                        verbose_name="risk or issue",
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("cause", models.TextField(blank=True, help_text="Because of…")),
                ("event", models.TextField(blank=True, help_text="…there is a risk that…")),
                ("effect", models.TextField(blank=True, help_text="…which would lead to…")),
                (
                    "inherent_likelihood",
                    governance.steps.StepField(
                        blank=True, null=True, verbose_name="likelihood if nothing were done"
                    ),
                ),
                (
                    "inherent_impact",
                    governance.steps.StepField(
                        blank=True, null=True, verbose_name="impact if nothing were done"
                    ),
                ),
                (
                    "likelihood",
                    governance.steps.StepField(blank=True, null=True, verbose_name="likelihood"),
                ),
                (
                    "impact",
                    governance.steps.StepField(blank=True, null=True, verbose_name="impact"),
                ),
                (
                    "target_likelihood",
                    governance.steps.StepField(
                        blank=True, null=True, verbose_name="likelihood aimed at"
                    ),
                ),
                (
                    "target_impact",
                    governance.steps.StepField(
                        blank=True, null=True, verbose_name="impact aimed at"
                    ),
                ),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("treat", "Treat"),
                            ("tolerate", "Tolerate"),
                            ("transfer", "Transfer"),
                            ("terminate", "Terminate"),
                        ],
                        default="treat",
                        max_length=10,
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
                    "proximity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("now", "Now"),
                            ("quarter", "Within three months"),
                            ("year", "Within a year"),
                            ("later", "Later"),
                        ],
                        max_length=10,
                        verbose_name="when it could strike",
                    ),
                ),
                (
                    "proximity_on",
                    models.DateField(blank=True, null=True, verbose_name="or on the day"),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Programme"),
                            (2, "Portfolio"),
                            (3, "Transformation Board"),
                            (4, "Cabinet"),
                        ],
                        default=1,
                        verbose_name="level",
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                ("raised_on", models.DateField(default=agt.words.clock.today)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_why",
                    models.CharField(blank=True, max_length=300, verbose_name="closed because"),
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
                        help_text="Only where it is of no one programme. With neither it is of the whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
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
                "verbose_name": "historical risk",
                "verbose_name_plural": "historical risks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRiskFramework",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "likelihood_labels",
                    models.TextField(
                        default="Rare\nUnlikely\nPossible\nLikely\nAlmost certain",
                        help_text="One label a line, from 1 up.",
                        verbose_name="likelihood, step by step",
                    ),
                ),
                (
                    "impact_labels",
                    models.TextField(
                        default="Insignificant\nMinor\nModerate\nMajor\nCritical",
                        help_text="One label a line, from 1 up.",
                        verbose_name="impact, step by step",
                    ),
                ),
                (
                    "fractions",
                    models.BooleanField(
                        blank=True,
                        default=True,
                        verbose_name="steps between whole ones can be given (3.5)",
                    ),
                ),
                (
                    "medium_from",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="A score is likelihood times impact.",
                        verbose_name="medium from a score of",
                    ),
                ),
                (
                    "high_from",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="high from a score of"
                    ),
                ),
                (
                    "very_high_from",
                    models.PositiveSmallIntegerField(
                        default=16, verbose_name="very high from a score of"
                    ),
                ),
                (
                    "register_columns",
                    models.TextField(
                        default=governance.models.risk_framework.all_columns,
                        help_text="One heading a line, in the order your register prints them; leave out what it does not print.",
                        verbose_name="columns of the register",
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
                "verbose_name": "historical risk framework",
                "verbose_name_plural": "historical risk frameworks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalServiceReview",
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
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                ("service", models.CharField(max_length=120)),
                ("question", models.TextField(help_text="What the review is to answer.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("due", models.DateField()),
                (
                    "outcome",
                    models.TextField(blank=True, help_text="What was found, once it is done."),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical service review",
                "verbose_name_plural": "historical service reviews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImpactAssessment",
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
                        choices=[("equality", "Equality and safety"), ("privacy", "Privacy")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("not_needed", "Not needed"),
                        ],
                        default="not_started",
                        max_length=11,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it is not needed")),
                (
                    "approved_on",
                    models.DateField(blank=True, null=True, verbose_name="approved on"),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                (
                    "kept_at",
                    models.CharField(
                        blank=True,
                        help_text="A reference or a place.",
                        max_length=200,
                        verbose_name="where it is kept",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "kind"),
                        name="assessment_once_of_a_kind",
                        violation_error_message="This programme has an assessment of that kind already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["equality", "privacy"]),
                            ("state__in", ["not_started", "draft", "approved", "not_needed"]),
                        ),
                        name="assessment_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_needed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_not_needed_has_reason",
                        violation_error_message="Say why it is not needed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_on__isnull", False), ("state", "approved")),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True),
                                ("approved_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_approved_on_a_day",
                        violation_error_message="The day it was approved goes with the state Approved, and only with it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_on__isnull", True),
                            ("approved_on__isnull", True),
                            ("review_on__gt", models.F("approved_on")),
                            _connector="OR",
                        ),
                        name="assessment_reviewed_after_approval",
                        violation_error_message="Its review comes after its approval.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDecision",
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
                ("asks", models.TextField(blank=True, verbose_name="what is asked")),
                (
                    "is_key",
                    models.BooleanField(
                        default=False,
                        help_text="A significant saving is one, to begin with.",
                        verbose_name="key decision",
                    ),
                ),
                (
                    "notice_on",
                    models.DateField(blank=True, null=True, verbose_name="notice published on"),
                ),
                (
                    "pence",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="Asked for until it is decided: 1.2m",
                        null=True,
                        verbose_name="saving it approves",
                    ),
                ),
                (
                    "fte_low",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts it approves, from"
                    ),
                ),
                (
                    "fte_high",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts it approves, to"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("for_decision", "For decision"),
                            ("approved", "Approved"),
                            ("noted", "Noted"),
                            ("deferred", "Deferred"),
                            ("refused", "Refused"),
                        ],
                        default="for_decision",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("decided", models.TextField(blank=True, verbose_name="what was decided")),
                (
                    "minute",
                    models.CharField(blank=True, max_length=60, verbose_name="minute reference"),
                ),
                (
                    "called_in_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="called in on"
                    ),
                ),
                (
                    "call_in_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stands", "The decision stands"),
                            ("back", "Referred back to who decided it"),
                            ("council", "Referred to full council"),
                        ],
                        editable=False,
                        max_length=7,
                        verbose_name="what came of the call-in",
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
                    "gate_decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where it is what the tracker records at a gate.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.gatedecision",
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
                        help_text="Only where it is of no one programme. With neither it is of the whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portfolios.portfolio",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical decision",
                "verbose_name_plural": "historical decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBoardAction",
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
                ("text", models.CharField(max_length=300, verbose_name="what is done")),
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
                    "raised_on",
                    models.DateField(default=agt.words.clock.today, verbose_name="raised on"),
                ),
                ("due", models.DateField()),
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
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.decision",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical board action",
                "verbose_name_plural": "historical board actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="BoardAction",
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
                ("text", models.CharField(max_length=300, verbose_name="what is done")),
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
                    "raised_on",
                    models.DateField(default=agt.words.clock.today, verbose_name="raised on"),
                ),
                ("due", models.DateField()),
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
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="governance.decision",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision__isnull", True), ("meeting__isnull", False)),
                            models.Q(("decision__isnull", False), ("meeting__isnull", True)),
                            _connector="OR",
                        ),
                        name="board_action_from_one",
                        violation_error_message="An action comes from a decision or from a meeting.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="board_action_has_owner",
                        violation_error_message="Name who does it: a person, or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on__isnull", True),
                            ("done_on__gte", models.F("raised_on")),
                            _connector="OR",
                        ),
                        name="board_action_done_after_raised",
                        violation_error_message="It cannot be done before it was raised.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                    "baseline",
                    models.DateField(help_text="As agreed. Later it moves only by re-baselining."),
                ),
                ("first_baseline", models.DateField(blank=True, editable=False)),
                ("forecast", models.DateField(help_text="When it is expected now.")),
                ("actual", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "owner_role",
                    models.CharField(blank=True, max_length=120, verbose_name="owner (role)"),
                ),
                (
                    "critical",
                    models.BooleanField(
                        default=False,
                        help_text="The programme cannot be delivered in time without it.",
                    ),
                ),
                (
                    "carries",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="A year: 1.2m.",
                        null=True,
                        verbose_name="saving it carries",
                    ),
                ),
                (
                    "carries_year",
                    agt.words.years.FinancialYearField(
                        blank=True,
                        help_text="The first year it lands: 2025/26.",
                        null=True,
                        verbose_name="in financial year",
                    ),
                ),
                (
                    "benefit",
                    models.CharField(blank=True, max_length=160, verbose_name="benefit it carries"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "baseline", "pk"],
                "indexes": [
                    models.Index(fields=["programme", "baseline"], name="milestone_by_day")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "title"),
                        name="milestone_named_once",
                        violation_error_message="This programme has a milestone of that name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="milestone_has_owner",
                        violation_error_message="A milestone needs someone who answers for it: a person or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carries__isnull", True), ("carries_year__isnull", True)),
                            models.Q(
                                ("carries__gt", 0),
                                ("carries__isnull", False),
                                ("carries_year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="milestone_carries_in_a_year",
                        violation_error_message="A saving that it carries is above zero and has a financial year: give both or neither.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pilot",
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
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                (
                    "cohort",
                    models.CharField(
                        help_text="Whose demand, how many.",
                        max_length=200,
                        verbose_name="demand cohort",
                    ),
                ),
                ("hypothesis", models.TextField(help_text="If we…, then…, because…")),
                (
                    "measure",
                    models.CharField(
                        help_text="What shows whether it is so, in words.", max_length=200
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts")),
                ("ends_on", models.DateField(verbose_name="ends")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("adopt", "Adopt"), ("adapt", "Adapt"), ("stop", "Stop")],
                        max_length=5,
                    ),
                ),
                ("learned", models.TextField(blank=True, verbose_name="what was learned")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "ordering": ["ends_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pilot_has_owner",
                        violation_error_message="Name who owns it: a person, or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="pilot_ends_after_it_starts",
                        violation_error_message="A pilot ends on the day it starts or later.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("result__in", ["adopt", "adapt", "stop"]),
                                models.Q(("learned", ""), _negated=True),
                            ),
                            ("result", ""),
                            _connector="OR",
                        ),
                        name="pilot_result_with_what_was_learned",
                        violation_error_message="A result is adopt, adapt or stop, and says what was learned.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
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
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("description", models.TextField(blank=True)),
                (
                    "service",
                    models.CharField(
                        blank=True, help_text="Where one service is meant.", max_length=120
                    ),
                ),
                (
                    "saving_low",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="A year: 1.2m or £250k.",
                        null=True,
                        verbose_name="indicative saving, from",
                    ),
                ),
                (
                    "saving_high",
                    agt.words.money.MoneyField(
                        blank=True, null=True, verbose_name="indicative saving, to"
                    ),
                ),
                (
                    "saving_year",
                    agt.words.years.FinancialYearField(
                        blank=True,
                        help_text="The first year: 2027/28.",
                        null=True,
                        verbose_name="from financial year",
                    ),
                ),
                (
                    "posts_low",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="indicative posts (FTE), from"
                    ),
                ),
                (
                    "posts_high",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="indicative posts (FTE), to"
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200)),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="by")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("scoped", "Scoped"),
                            ("appraised", "Options appraised"),
                            ("case", "Business case"),
                            ("programme", "Programme"),
                            ("dropped", "Dropped"),
                        ],
                        default="idea",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("dropped_on", models.DateField(blank=True, editable=False, null=True)),
                ("dropped_why", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_has_owner",
                        violation_error_message="Name who owns it: a person, or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("saving_high__isnull", True), ("saving_low__isnull", True)),
                            models.Q(
                                ("saving_high__isnull", False),
                                ("saving_low__isnull", False),
                                ("saving_high__gte", models.F("saving_low")),
                                ("saving_low__gte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_saving_a_range",
                        violation_error_message="A saving is a range: the lower end first, neither below zero, or nothing in both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posts_high__isnull", True), ("posts_low__isnull", True)),
                            models.Q(
                                ("posts_high__isnull", False),
                                ("posts_low__isnull", False),
                                ("posts_high__gte", models.F("posts_low")),
                                ("posts_low__gte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_posts_a_range",
                        violation_error_message="Posts is a range: the lower end first, neither below zero, or nothing in both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("saving_low__isnull", True), ("saving_year__isnull", True)),
                            models.Q(("saving_low__isnull", False), ("saving_year__isnull", False)),
                            _connector="OR",
                        ),
                        name="proposal_saving_has_year",
                        violation_error_message="A saving and its first year go together: give both or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_on__isnull", True), ("next_step", "")),
                            models.Q(
                                models.Q(("next_step", ""), _negated=True),
                                ("next_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_next_step_has_day",
                        violation_error_message="A next step has a day: give both or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                ["idea", "scoped", "appraised", "case", "programme", "dropped"],
                            )
                        ),
                        name="proposal_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dropped_on__isnull", False),
                                ("stage", "dropped"),
                                models.Q(("dropped_why", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("stage", "dropped"), _negated=True),
                                ("dropped_on__isnull", True),
                                ("dropped_why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_dropped_with_reason",
                        violation_error_message="What is dropped says when and why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("programme__isnull", False), ("stage", "programme")),
                            models.Q(
                                models.Q(("stage", "programme"), _negated=True),
                                ("programme__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_at_last_is_a_programme",
                        violation_error_message="A proposal that became a programme names it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
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
                        choices=[("risk", "Risk"), ("issue", "Issue")],
                        default="risk",
                        max_length=5,
                        verbose_name="risk or issue",
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("cause", models.TextField(blank=True, help_text="Because of…")),
                ("event", models.TextField(blank=True, help_text="…there is a risk that…")),
                ("effect", models.TextField(blank=True, help_text="…which would lead to…")),
                (
                    "inherent_likelihood",
                    governance.steps.StepField(
                        blank=True, null=True, verbose_name="likelihood if nothing were done"
                    ),
                ),
                (
                    "inherent_impact",
                    governance.steps.StepField(
                        blank=True, null=True, verbose_name="impact if nothing were done"
                    ),
                ),
                (
                    "likelihood",
                    governance.steps.StepField(blank=True, null=True, verbose_name="likelihood"),
                ),
                (
                    "impact",
                    governance.steps.StepField(blank=True, null=True, verbose_name="impact"),
                ),
                (
                    "target_likelihood",
                    governance.steps.StepField(
                        blank=True, null=True, verbose_name="likelihood aimed at"
                    ),
                ),
                (
                    "target_impact",
                    governance.steps.StepField(
                        blank=True, null=True, verbose_name="impact aimed at"
                    ),
                ),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("treat", "Treat"),
                            ("tolerate", "Tolerate"),
                            ("transfer", "Transfer"),
                            ("terminate", "Terminate"),
                        ],
                        default="treat",
                        max_length=10,
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
                    "proximity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("now", "Now"),
                            ("quarter", "Within three months"),
                            ("year", "Within a year"),
                            ("later", "Later"),
                        ],
                        max_length=10,
                        verbose_name="when it could strike",
                    ),
                ),
                (
                    "proximity_on",
                    models.DateField(blank=True, null=True, verbose_name="or on the day"),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Programme"),
                            (2, "Portfolio"),
                            (3, "Transformation Board"),
                            (4, "Cabinet"),
                        ],
                        default=1,
                        verbose_name="level",
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                ("raised_on", models.DateField(default=agt.words.clock.today)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_why",
                    models.CharField(blank=True, max_length=300, verbose_name="closed because"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where it is of no one programme. With neither it is of the whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="portfolios.portfolio",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("programme__isnull", True),
                            ("portfolio__isnull", True),
                            _connector="OR",
                        ),
                        name="risk_of_one",
                        violation_error_message="Name the programme or the portfolio, not both: a programme's portfolio follows from it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="risk_has_owner",
                        violation_error_message="Name who owns it: a person, or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("inherent_likelihood__isnull", True),
                                models.Q(
                                    ("inherent_likelihood__gte", 10),
                                    ("inherent_likelihood__lte", 100),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("inherent_impact__isnull", True),
                                models.Q(
                                    ("inherent_impact__gte", 10), ("inherent_impact__lte", 100)
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("likelihood__isnull", True),
                                models.Q(("likelihood__gte", 10), ("likelihood__lte", 100)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("impact__isnull", True),
                                models.Q(("impact__gte", 10), ("impact__lte", 100)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("target_likelihood__isnull", True),
                                models.Q(
                                    ("target_likelihood__gte", 10), ("target_likelihood__lte", 100)
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("target_impact__isnull", True),
                                models.Q(("target_impact__gte", 10), ("target_impact__lte", 100)),
                                _connector="OR",
                            ),
                        ),
                        name="risk_on_a_scale",
                        violation_error_message="A rating is from 1 to 10 on any scale.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("inherent_impact__isnull", True),
                                ("inherent_likelihood__isnull", True),
                            ),
                            models.Q(
                                ("inherent_impact__isnull", False),
                                ("inherent_likelihood__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="risk_inherent_rating_whole",
                        violation_error_message="A rating needs both a likelihood and an impact.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("impact__isnull", True), ("likelihood__isnull", True)),
                            models.Q(("impact__isnull", False), ("likelihood__isnull", False)),
                            _connector="OR",
                        ),
                        name="risk_current_rating_whole",
                        violation_error_message="A rating needs both a likelihood and an impact.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("target_impact__isnull", True), ("target_likelihood__isnull", True)
                            ),
                            models.Q(
                                ("target_impact__isnull", False),
                                ("target_likelihood__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="risk_target_rating_whole",
                        violation_error_message="A rating needs both a likelihood and an impact.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("closed_why", "")),
                            models.Q(
                                ("closed_on__isnull", False),
                                models.Q(("closed_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="risk_closed_with_reason",
                        violation_error_message="What is closed says when and why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gte", models.F("raised_on")),
                            _connector="OR",
                        ),
                        name="risk_closed_after_raised",
                        violation_error_message="It cannot be closed before it was raised.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["risk", "issue"]),
                            ("level__in", [1, 2, 3, 4]),
                            ("proximity__in", ["", "now", "quarter", "year", "later"]),
                            ("response__in", ["treat", "tolerate", "transfer", "terminate"]),
                        ),
                        name="risk_words_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MitigatingAction",
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
                ("text", models.CharField(max_length=300, verbose_name="what is done")),
                (
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                ("due", models.DateField()),
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
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="governance.risk",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mitigation_has_owner",
                        violation_error_message="Name who does it: a person, or a role.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMitigatingAction",
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
                ("text", models.CharField(max_length=300, verbose_name="what is done")),
                (
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                ("due", models.DateField()),
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
                    "risk",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.risk",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical mitigating action",
                "verbose_name_plural": "historical mitigating actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Escalation",
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
                    "from_level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Programme"),
                            (2, "Portfolio"),
                            (3, "Transformation Board"),
                            (4, "Cabinet"),
                        ]
                    ),
                ),
                (
                    "to_level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Programme"),
                            (2, "Portfolio"),
                            (3, "Transformation Board"),
                            (4, "Cabinet"),
                        ]
                    ),
                ),
                ("handed_back", models.BooleanField(default=False)),
                ("on", models.DateField()),
                ("why", models.CharField(max_length=300)),
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
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalations",
                        to="governance.risk",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handed_back", False), ("to_level__gt", models.F("from_level"))
                            ),
                            models.Q(
                                ("handed_back", True), ("to_level__lt", models.F("from_level"))
                            ),
                            _connector="OR",
                        ),
                        name="escalation_goes_up",
                        violation_error_message="An escalation goes to a higher level. To give a risk back to a lower one, say that it is handed back.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_level__in", [1, 2, 3, 4]), ("to_level__in", [1, 2, 3, 4])
                        ),
                        name="escalation_levels_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="escalation_with_reason",
                        violation_error_message="Say why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskFramework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "likelihood_labels",
                    models.TextField(
                        default="Rare\nUnlikely\nPossible\nLikely\nAlmost certain",
                        help_text="One label a line, from 1 up.",
                        verbose_name="likelihood, step by step",
                    ),
                ),
                (
                    "impact_labels",
                    models.TextField(
                        default="Insignificant\nMinor\nModerate\nMajor\nCritical",
                        help_text="One label a line, from 1 up.",
                        verbose_name="impact, step by step",
                    ),
                ),
                (
                    "fractions",
                    models.BooleanField(
                        blank=True,
                        default=True,
                        verbose_name="steps between whole ones can be given (3.5)",
                    ),
                ),
                (
                    "medium_from",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="A score is likelihood times impact.",
                        verbose_name="medium from a score of",
                    ),
                ),
                (
                    "high_from",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="high from a score of"
                    ),
                ),
                (
                    "very_high_from",
                    models.PositiveSmallIntegerField(
                        default=16, verbose_name="very high from a score of"
                    ),
                ),
                (
                    "register_columns",
                    models.TextField(
                        default=governance.models.risk_framework.all_columns,
                        help_text="One heading a line, in the order your register prints them; leave out what it does not print.",
                        verbose_name="columns of the register",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="one_risk_framework"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("medium_from__gte", 1),
                            ("high_from__gt", models.F("medium_from")),
                            ("very_high_from__gt", models.F("high_from")),
                        ),
                        name="risk_bands_in_order",
                        violation_error_message="The bands go up: medium starts at 1 or more, high above medium, very high above high.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskScore",
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
                ("on", models.DateField()),
                ("likelihood", governance.steps.StepField()),
                ("impact", governance.steps.StepField()),
                ("why", models.CharField(max_length=300)),
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
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="governance.risk",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("impact__gte", 10),
                            ("impact__lte", 100),
                            ("likelihood__gte", 10),
                            ("likelihood__lte", 100),
                        ),
                        name="score_on_a_scale",
                        violation_error_message="A rating is from 1 to 10 on any scale.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceReview",
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
                    "owner_role",
                    models.CharField(
                        blank=True,
                        help_text="Until a person is named.",
                        max_length=120,
                        verbose_name="owner (role)",
                    ),
                ),
                ("service", models.CharField(max_length=120)),
                ("question", models.TextField(help_text="What the review is to answer.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("due", models.DateField()),
                (
                    "outcome",
                    models.TextField(blank=True, help_text="What was found, once it is done."),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="portfolios.portfolio",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("owner_role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="review_has_owner",
                        violation_error_message="Name who owns it: a person, or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "under_way", "done"])),
                        name="review_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), models.Q(("outcome", ""), _negated=True)),
                            models.Q(models.Q(("state", "done"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="review_done_with_outcome",
                        violation_error_message="An outcome goes with a review that is done, and only with it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
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
                ("closed_on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("lessons", models.TextField(help_text="What the next programme should know.")),
                (
                    "handed_to",
                    models.CharField(
                        help_text="Who answers for it from here.",
                        max_length=120,
                        verbose_name="handed over to (role)",
                    ),
                ),
                (
                    "goes_on",
                    models.TextField(
                        blank=True,
                        help_text="A measure and its owner on each line. Calls answered: head of service",
                        verbose_name="what goes on",
                    ),
                ),
                ("reopened_on", models.DateField(blank=True, editable=False, null=True)),
                ("reopened_why", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closures",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["closed_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_on__isnull", True)),
                        fields=("programme",),
                        name="closed_once_at_a_time",
                        violation_error_message="It is closed already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("lessons", ""), _negated=True),
                            models.Q(("handed_to", ""), _negated=True),
                        ),
                        name="closure_says_why_and_to_whom",
                        violation_error_message="A closure says why, what was learned, and who it is handed over to.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reopened_on__isnull", True), ("reopened_why", "")),
                            models.Q(
                                ("reopened_on__gte", models.F("closed_on")),
                                models.Q(("reopened_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reopened_with_reason",
                        violation_error_message="It is opened again after it was closed, for a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryStatus",
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
                (
                    "overall",
                    models.CharField(
                        choices=[
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("off_track", "Off track"),
                        ],
                        max_length=9,
                        verbose_name="overall",
                    ),
                ),
                (
                    "time",
                    models.CharField(
                        choices=[
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("off_track", "Off track"),
                        ],
                        max_length=9,
                        verbose_name="time",
                    ),
                ),
                (
                    "cost",
                    models.CharField(
                        choices=[
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("off_track", "Off track"),
                        ],
                        max_length=9,
                        verbose_name="cost",
                    ),
                ),
                (
                    "benefits",
                    models.CharField(
                        choices=[
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("off_track", "Off track"),
                        ],
                        max_length=9,
                        verbose_name="benefits",
                    ),
                ),
                (
                    "resources",
                    models.CharField(
                        choices=[
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("off_track", "Off track"),
                        ],
                        max_length=9,
                        verbose_name="resources",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it is not on track")),
                ("path", models.TextField(blank=True, verbose_name="how it gets back on track")),
                ("written_at", models.DateTimeField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
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
                        related_name="statuses",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "delivery statuses",
                "ordering": ["programme", "month", "pk"],
                "indexes": [models.Index(fields=["programme", "month"], name="status_by_month")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overall__in", ["on_track", "at_risk", "off_track"]),
                            ("time__in", ["on_track", "at_risk", "off_track"]),
                            ("cost__in", ["on_track", "at_risk", "off_track"]),
                            ("benefits__in", ["on_track", "at_risk", "off_track"]),
                            ("resources__in", ["on_track", "at_risk", "off_track"]),
                        ),
                        name="status_ratings_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="status_month_is_its_first_day",
                        violation_error_message="A status is of a month: give its first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overall", "on_track"),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("path", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="status_off_track_says_why_and_how_back",
                        violation_error_message="Delivery that is not on track needs a reason and how it gets back on track.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("author__isnull", False), ("written_at__isnull", False)),
                            ("illustrative", True),
                            _connector="OR",
                        ),
                        name="status_has_author",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dependency",
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
                    "service",
                    models.CharField(
                        blank=True,
                        help_text="Where a service of the council needs it, and no programme.",
                        max_length=120,
                        verbose_name="or operational service",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what is needed")),
                ("needed_by", models.DateField()),
                ("promised_for", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("identified", "Identified"),
                            ("agreed", "Agreed"),
                            ("at_risk", "At risk"),
                            ("met", "Met"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="identified",
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
                ("met_on", models.DateField(blank=True, null=True)),
                (
                    "amount",
                    agt.words.money.MoneyField(
                        blank=True,
                        help_text="Like 1.2m or £250k.",
                        null=True,
                        verbose_name="pounds at stake",
                    ),
                ),
                (
                    "posts",
                    agt.words.fte.FteField(
                        blank=True, null=True, verbose_name="posts at stake (FTE)"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gives",
                        to="portfolios.programme",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        blank=True,
                        help_text="The programme that needs it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes",
                        to="portfolios.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "dependencies",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True),
                        name="dependency_between_two",
                        violation_error_message="A programme does not depend on itself: name the other programme, or the service.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("service", ""), ("taker__isnull", False)),
                            models.Q(
                                ("taker__isnull", True), models.Q(("service", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="dependency_has_one_taker",
                        violation_error_message="Name who needs it: a programme or a service, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            models.Q(
                                models.Q(("agreed_by", ""), _negated=True),
                                ("agreed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="dependency_agreed_by_someone",
                        violation_error_message="What is agreed says by whom and on what day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("met_on__isnull", False), ("state", "met")),
                            models.Q(
                                models.Q(("state", "met"), _negated=True), ("met_on__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="dependency_met_on_a_day",
                        violation_error_message="The day it was met goes with the state Met, and only with it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                            models.Q(("posts__isnull", True), ("posts__gte", 0), _connector="OR"),
                        ),
                        name="dependency_stakes_not_negative",
                        violation_error_message="What is at stake is not below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["identified", "agreed", "at_risk", "met", "withdrawn"])
                        ),
                        name="dependency_state_known",
                    ),
                ],
            },
        ),
    ]
