"""Import of any council's plan: a sheet as it is, a mapping of it, and the reading that they make.

Pure functions but for ``kept``: nothing here writes a figure, ``reports/actions/import_plan`` does.
"""
