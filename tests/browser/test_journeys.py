"""What people come for, from beginning to end."""

import re

from openpyxl import load_workbook


def test_a_board_member_follows_a_figure_to_its_lines(open_as):
    # Given a Board member on the dashboard
    page = open_as("viewer")
    page.goto("/")
    lead = page.locator(".headline--lead")
    assert lead.locator(".headline__value").inner_text() == "£50.83m"
    assert "£1.17m since October 2024" in lead.inner_text()
    assert page.get_by_text("£43.27m of £50.83m is Green").first.is_visible()
    # and no files are theirs to take away
    assert page.get_by_role("link", name=re.compile("^(Excel|CSV|JSON)")).count() == 0
    # When they follow one portfolio's figure
    row = page.get_by_role("row", name=re.compile("Schools & SEND £4.95m £1.8m"))
    row.get_by_role("link", name="£4.95m").click()
    # Then they read what it is made of
    assert page.get_by_role("heading", name="Why this number?").is_visible()
    assert page.locator(".headline__value").inner_text() == "£4.95m"
    assert "every" in page.locator(".headline__sub").inner_text() or "all years" in (
        page.locator(".headline__sub").inner_text()
    )
    lines = page.get_by_role("region", name=re.compile("lines? beneath it")).locator("tbody tr")
    amounts = [float(re.search(r"£([\d.]+)m", text)[1]) for text in lines.all_inner_texts()]
    assert round(sum(amounts), 2) == 4.95
    # and that the papers print the same
    assert page.get_by_role("heading", name="What the papers state").is_visible()
    # and a line leads on to its programme
    page.get_by_role("link", name="School Travel Service").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "School Travel Service"


def test_an_analyst_filters_programmes_and_takes_them_to_excel(open_as, tmp_path):
    # Given an analyst on the list of programmes
    page = open_as("analyst")
    page.goto("/programmes/")
    # When they choose a portfolio (with a pointer, so the form submits itself) ...
    page.get_by_label("Portfolio", exact=True).click()
    with page.expect_navigation():
        page.get_by_label("Portfolio", exact=True).select_option("resident-services")
    # and then those with a saving, from the keyboard
    page.get_by_label("Saving", exact=True).select_option("yes")
    page.keyboard.press("Tab")
    if "saving=yes" not in page.url:
        page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**saving=yes**")
    assert "6 of 28 programmes" in page.locator(".lead").inner_text()
    # and sort by what is expected, the most first
    page.get_by_role("link", name="Expected saving £m").click()
    page.get_by_role("link", name="Expected saving £m").click()
    assert page.locator("tbody tr").first.inner_text().startswith("Homelessness Prevention")
    # and take it away
    with page.expect_download() as made:
        page.get_by_role("link", name="Excel").first.click()
    path = tmp_path / "list.xlsx"
    made.value.save_as(path)
    # Then the workbook holds the filtered list, as numbers
    assert made.value.suggested_filename == "programmes-february-2025.xlsx"
    sheet = load_workbook(path).worksheets[0]
    held = {
        sheet.cell(r, 1).value: sheet.cell(r, 3).value
        for r in range(5, sheet.max_row + 1)
        if sheet.cell(r, 3).value is not None
    }
    assert held == {
        "Waste, Fleet & City Services": 2_000_000,
        "Homelessness Prevention": 3_120_000,
        "Parking & Traffic Management": 2_240_000,
        "Regulatory Services Development": 500_000,
        "Leisure Strategy": 2_500_000,
        "Productivity & Redesign": 1_300_000,
    }
    assert "Resident Services" in sheet["A2"].value


def test_a_pmo_editor_explains_a_break(open_as):
    # Given a PMO editor who reads what needs attention
    page = open_as("editor")
    page.goto("/")
    page.get_by_role("link", name="See the breaks").click()
    heading = page.get_by_role("heading", name=re.compile("breaks? to explain"))
    assert heading.inner_text() == "5 breaks to explain"
    # When they explain the paper that prints £42.64m
    page.get_by_role("link", name=re.compile("Explain it ?: £42.64m")).click()
    assert "agrees: against £42.65m" in page.locator("main").inner_text()
    page.get_by_role("button", name="Save the explanation").click()
    # (an empty one is refused, beside its field and in a summary)
    assert page.get_by_role("alert").get_by_role("link").is_visible()
    reason = "The other paper adds up its rows; this one was typed."
    page.get_by_label("Why do they differ?").fill(reason)
    page.get_by_role("button", name="Save the explanation").click()
    # Then it stands beside the figure, for everyone
    assert page.get_by_role("status").inner_text() == "The explanation is saved."
    assert page.get_by_text(reason).first.is_visible()
    page = open_as("viewer")
    page.goto("/reconciliation/")
    assert page.get_by_text(reason).first.is_visible()
    assert page.get_by_role("link", name=re.compile("Explain")).count() == 0
    # and four are left
    page.goto("/")
    assert "4 printed figures do not agree" in page.locator("main").inner_text()
