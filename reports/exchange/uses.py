"""What became of each cell of a plan, from its rows as they were placed."""

from reports.exchange.account import Cell, Uncovered, Use
from reports.exchange.posts import Post, why_total
from reports.exchange.rows import Kind, Placed, Row
from reports.exchange.sheet import text_of


class Uses:
    """Says of each cell what became of it, from the rows as they were placed."""

    def __init__(self, placed: Placed) -> None:
        self._placed = placed
        self.uncovered: list[Uncovered] = []

    def cells(self) -> list[Cell]:
        sheet = self._placed.sheet
        cells = []
        for row in self._placed.rows:
            said = {figure.at: figure for figure in (*row.figures, *row.totals)}
            posts = {post.at: post for post in row.posts}
            is_total = row.kind is Kind.TOTAL
            for column, value in enumerate(sheet.rows[row.index]):
                if value is None:
                    continue
                at = sheet.at(row.index, column)
                use, why = Use.HEADING, ""
                if row.kind is Kind.IGNORED:
                    use, why = Use.IGNORED, row.why
                elif row.kind is not Kind.HEADING:
                    figure = said.get(at)
                    if at in posts:
                        use, why = self._post(posts[at], row, at)
                    elif figure is None:
                        use, why = self._label(column, row)
                    elif figure.why:
                        use, why = Use.UNCOVERED, figure.why
                        self.uncovered.append(
                            Uncovered(
                                at, text_of(value), why, row.portfolio, row.programme, figure.year
                            )
                        )
                    else:
                        stated = is_total or figure.is_total
                        use = Use.STATED if stated else Use.TAKEN
                cells.append(Cell(sheet.title, at, text_of(value), use, why))
        return cells

    def _post(self, post: Post, row: Row, at: str) -> tuple[Use, str]:
        """What becomes of posts: a printed total of them is looked at and left out."""
        if row.kind is Kind.TOTAL:
            return Use.IGNORED, why_total(post, self._placed.posts_of(row.portfolio, post.meaning))
        why = post.why or row.why
        if why:
            self.uncovered.append(Uncovered(at, post.text, why, row.portfolio, row.programme, None))
        return (Use.UNCOVERED, why) if why else (Use.TAKEN, "")

    def _label(self, column: int, row: Row) -> tuple[Use, str]:
        if column in self._placed.label_columns:
            return (Use.TAKEN, "") if row.kind is Kind.BODY else (Use.HEADING, "")
        return Use.IGNORED, self._placed.why_ignored.get(column, "Its column was given no meaning.")
