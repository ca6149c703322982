"""Every Cabinet table there is, in the order they are printed. A new one is one line here."""

from portfolios.council import as_published
from reports.definitions import (
    against_budget,
    benefit_measures,
    benefits_summary,
    business_cases,
    confidence_migration,
    consultation_timetable,
    decisions,
    delivered_against_plan,
    delivery_status,
    dependencies_by_portfolio,
    finance_confidence,
    forward_plan,
    gap_coverage,
    gate_and_case_status,
    impact_assessments,
    investment_and_payback,
    milestones_at_risk,
    movement,
    pipeline,
    portfolio_programmes,
    post_phasing,
    post_reductions,
    posts_by_programme,
    reconciliation,
    restructure_outcomes,
    savings_by_portfolio,
    savings_in_year,
    savings_profile,
    silent_slippage,
    top_risks,
)
from reports.table import Ask, Report, ReportTable


def _as_published(report: Report) -> Report:
    """The report, of a published position in the words and by the settings of that day.

    What lives on is of today, and so are its words.
    """
    if report.lives_on:
        return report

    def build(ask: Ask) -> ReportTable:
        with as_published(ask.position):
            return report.build(ask)

    return report._replace(build=build)


REPORTS: dict[str, Report] = {
    definition.REPORT.slug: _as_published(definition.REPORT)
    for definition in (
        savings_by_portfolio,
        finance_confidence,
        savings_profile,
        portfolio_programmes,
        savings_in_year,
        delivered_against_plan,
        investment_and_payback,
        gap_coverage,
        post_reductions,
        against_budget,
        post_phasing,
        posts_by_programme,
        restructure_outcomes,
        consultation_timetable,
        movement,
        confidence_migration,
        silent_slippage,
        business_cases,
        top_risks,
        dependencies_by_portfolio,
        gate_and_case_status,
        milestones_at_risk,
        delivery_status,
        benefits_summary,
        benefit_measures,
        forward_plan,
        decisions,
        impact_assessments,
        pipeline,
        reconciliation,
    )
}
