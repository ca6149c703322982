from agt.late import Late


class Page(Late):
    """A page of this package, by its module and its class."""

    package = "reports.pages"
