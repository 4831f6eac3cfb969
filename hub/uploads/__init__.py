"""Files of figures that people hand in: read in a confined process, held against headers and units.

``files.read`` gives the cells of a CSV file or a workbook, ``packs.pack`` its rows of figures, and
``amounts`` and ``dates`` say what a cell means. ``templates`` makes the file to fill in.
"""
