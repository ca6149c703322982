"""Every Cabinet table there is, in the order they are printed. A new one is one line here."""

from reports.definitions import (
    against_budget,
    business_cases,
    confidence_migration,
    consultation_timetable,
    delivery_status,
    dependencies_by_portfolio,
    finance_confidence,
    gate_and_case_status,
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
from reports.table import Report

REPORTS: dict[str, Report] = {
    definition.REPORT.slug: definition.REPORT
    for definition in (
        savings_by_portfolio,
        finance_confidence,
        savings_profile,
        portfolio_programmes,
        savings_in_year,
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
        pipeline,
        reconciliation,
    )
}
