"""A native chart on a slide: PowerPoint draws it, and its numbers open in Excel."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reports.renderers import palette
from reports.renderers.files import settled
from reports.renderers.native_charts import Panel, Series
from reports.renderers.words import printable

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.slide import Slide

TYPE = 11  # points
ROOM_BETWEEN = {True: 45, False: 60}  # the gap, in per cent of a bar, by whether bars stack


def draw(slide: Slide, panel: Panel, box: tuple[int, int, int, int], alt: str) -> None:
    """Draw ``panel`` in ``box``: left, top, width, height."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData(number_format=panel.number_format)
    data.categories = panel.categories
    for series in panel.series:
        data.add_series(series.name, series.values)
    kind = {
        (True, True): XL_CHART_TYPE.COLUMN_STACKED,
        (True, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
        (False, True): XL_CHART_TYPE.BAR_STACKED,
        (False, False): XL_CHART_TYPE.BAR_CLUSTERED,
    }[panel.upright, panel.stacked]
    frame = slide.shapes.add_chart(kind, *box, data)
    named = frame._element.nvGraphicFramePr.cNvPr
    named.set("descr", printable(alt))
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(panel))
    _dress(chart, panel)
    for drawn, series in zip(list(chart.plots[0].series), panel.series, strict=True):
        _colour(drawn, series)
        _label(drawn, series, panel)
    _float(chart, panel)
    if panel.legend:
        _legend(chart, panel)


def _workbook(panel: Panel) -> bytes:
    """The numbers behind the chart; a name is never a formula in it."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"  # where python-pptx tells the chart to look
    rows: list[list[Any]] = [["", *(series.name for series in panel.series)]]
    for at, category in enumerate(panel.categories):
        rows.append([category, *(series.values[at] for series in panel.series)])
    for down, row in enumerate(rows, start=1):
        for across, value in enumerate(row, start=1):
            cell = sheet.cell(down, across)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            else:
                cell.number_format = panel.number_format
    sheet.column_dimensions["A"].width = 36
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour[1:].upper())


def _dress(chart: Chart, panel: Panel) -> None:
    """Axes, gridlines and type: quiet, as on the page."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    theme = palette.colours()
    chart.font.size, chart.font.color.rgb = Pt(TYPE), _rgb(theme["ink"])
    chart.has_legend = False
    chart.has_title = bool(panel.title)
    if panel.title:
        frame = chart.chart_title.text_frame
        frame.text = printable(panel.title)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(TYPE), False, _rgb(theme["ink-soft"])
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = ROOM_BETWEEN[panel.stacked], 100 if panel.stacked else -5
    names, amounts = chart.category_axis, chart.value_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = amounts.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = _rgb(theme["rule-strong"])
    names.has_major_gridlines = False
    if not panel.upright:  # names down the side in the table's order, amounts still at the foot
        names.reverse_order = True
        amounts._element.find(_element("c:crosses").tag).set("val", "max")
    amounts.has_major_gridlines = True
    amounts.major_gridlines.format.line.color.rgb = _rgb(theme["rule"])
    amounts.format.line.fill.background()
    amounts.tick_labels.number_format = panel.axis_format
    amounts.tick_labels.number_format_is_linked = False
    if all((value or 0) >= 0 for series in panel.series for value in series.values):
        amounts.minimum_scale = 0


def _colour(drawn: Any, series: Series) -> None:
    if series.beneath:
        drawn.format.fill.background()
        return
    drawn.invert_if_negative = False
    fill = drawn.format.fill
    fill.solid()
    fill.fore_color.rgb = _rgb(series.colours[0])
    if len(series.colours) > 1:
        for at, colour in enumerate(series.colours):
            point = drawn.points[at].format.fill
            point.solid()
            point.fore_color.rgb = _rgb(colour)


def _label(drawn: Any, series: Series, panel: Panel) -> None:
    """Amounts at the bars, as the page has them; none where the page found no room."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    if not series.labelled or series.beneath:
        return
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = panel.number_format, False
    labels.font.size, labels.font.color.rgb = Pt(TYPE - 1), _rgb(series.ink)
    if not series.afloat:
        inside = panel.stacked
        labels.position = XL_LABEL_POSITION.CENTER if inside else XL_LABEL_POSITION.OUTSIDE_END
    for at, word in enumerate(series.words or ()):
        if word:
            frame = drawn.points[at].data_label.text_frame
            frame.text = word
            font = frame.paragraphs[0].runs[0].font
            font.size, font.color.rgb = Pt(TYPE - 1), _rgb(series.ink)
            drawn.points[at].data_label.position = labels.position
        else:
            _unlabel(labels._element, at)


def _unlabel(labels: Any, at: int) -> None:
    held = labels._insert_dLbl_in_sequence(at)
    for child in list(held)[1:]:
        held.remove(child)
    held.append(_element("c:delete", val="1"))


def _element(tag: str, **attributes: str) -> Any:
    from pptx.oxml.ns import qn
    from pptx.oxml.xmlchemy import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name) if ":" in name else name, value)
    return made


def _float(chart: Chart, panel: Panel) -> None:
    """Draw the series that mark points as a line without a line, over the bars."""
    afloat = [at for at, series in enumerate(panel.series) if series.afloat]
    if not afloat:
        return
    bars = chart._chartSpace.find(f".//{_element('c:barChart').tag}")
    line = _element("c:lineChart")
    line.append(_element("c:grouping", val="standard"))
    line.append(_element("c:varyColors", val="0"))
    held = bars.findall(_element("c:ser").tag)
    for at in afloat:
        line.append(_as_points(held[at], panel.series[at]))
    line.append(_element("c:marker", val="1"))
    for axis in bars.findall(_element("c:axId").tag):
        line.append(_element("c:axId", val=axis.get("val")))
    bars.addnext(line)


def _as_points(ser: Any, series: Series) -> Any:
    """A bar's series as one of points: a diamond, or its words alone where it has them."""
    for tag in ("c:invertIfNegative", "c:spPr", "c:dPt"):
        for held in ser.findall(_element(tag).tag):
            ser.remove(held)
    look = _element("c:spPr")
    line = _element("a:ln")
    line.append(_element("a:noFill"))
    look.append(line)
    marker = _element("c:marker")
    marker.append(_element("c:symbol", val="none" if series.labelled else "diamond"))
    if not series.labelled:
        marker.append(_element("c:size", val="11"))
        fill, solid = _element("c:spPr"), _element("a:solidFill")
        solid.append(_element("a:srgbClr", val=series.colours[0][1:].upper()))
        fill.append(solid)
        marker.append(fill)
    ser.find(_element("c:tx").tag).addnext(look)
    look.addnext(marker)
    for labels in ser.findall(_element("c:dLbls").tag):
        spot = _element("c:dLblPos", val="t")
        labels.find(_element("c:showLegendKey").tag).addprevious(spot)
    ser.append(_element("c:smooth", val="0"))
    return ser


def _legend(chart: Chart, panel: Panel) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(TYPE)
    where = chart.legend._element.find(_element("c:legendPos").tag)
    for at, series in reversed(list(enumerate(panel.series))):
        if series.beneath or not series.listed:
            entry = _element("c:legendEntry")
            entry.append(_element("c:idx", val=str(at)))
            entry.append(_element("c:delete", val="1"))
            where.addnext(entry)
