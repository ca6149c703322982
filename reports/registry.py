"""Every Cabinet table there is, in the order they are printed. A new one is one line here."""

from reports.definitions import (
    business_cases,
    confidence_migration,
    delivery_status,
    finance_confidence,
    gate_and_case_status,
    milestones_at_risk,
    movement,
    portfolio_programmes,
    post_reductions,
    reconciliation,
    savings_by_portfolio,
    savings_in_year,
    savings_profile,
    silent_slippage,
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
        movement,
        confidence_migration,
        silent_slippage,
        business_cases,
        gate_and_case_status,
        milestones_at_risk,
        delivery_status,
        reconciliation,
    )
}
