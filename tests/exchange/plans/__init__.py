"""Ten odd-shaped plans of councils that do not exist, and what the totals of each say by hand.

``expected.json`` was written from the printed totals, before anything could read the files.
"""
