"""Workforce: the posts that may go, when, who is consulted, and the way to the rest."""

from django.urls import reverse

from reports.pages.headlines import posts
from reports.pages.tables import TablesPage


class WorkforcePage(TablesPage):
    title = "Workforce"
    lead = "The posts that may go, and how many of them people are in."
    slugs = ("post-reductions", "post-phasing", "consultation-timetable")
    only_with_rows = ("post-phasing", "consultation-timetable")
    edits_here = True
    stays_nowhere = True

    def headlines(self) -> list:
        return [posts(self.ask)]

    def links(self) -> list[tuple[str, str]]:
        pages = [("Consultations", "workforce-consultations")]
        if self.reader.reads_posts():
            pages += [
                ("Posts by programme", "workforce-posts"),
                ("The clock", "workforce-clock"),
                ("Outcomes", "workforce-outcomes"),
            ]
        links = [(label, reverse(name) + self.query()) for label, name in pages]
        if self.may_edit():
            held = self.library.establishments.get(self.position.pk)
            if held:
                edit = reverse("row-edit", args=["establishment", held.pk])
                links.append(("Edit the establishment", edit + self.query()))
            else:
                add = f"{reverse('row-add', args=['establishment'])}?position={self.position.slug}"
                links.append(("Record the establishment", add))
        return links
