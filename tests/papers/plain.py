"""A paper as plain words: a renderer for tests."""

from reports.papers.value import Facts, Paper, Paragraph


def render(paper: Paper) -> bytes:
    lines = []
    for section in paper.sections:
        lines.append(section.title)
        for block in section.blocks:
            if isinstance(block, Facts):
                lines += [p.text for _, told in block.rows for p in told]
            else:
                lines.append(block.text if isinstance(block, Paragraph) else block.caption)
    return "\n".join(lines).encode()
