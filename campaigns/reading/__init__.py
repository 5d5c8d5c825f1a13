"""Read the text of an emulation plan by the rules of Vietnamese administrative writing; pure, without database.

Text goes through `lines`, `paragraphs` and `outline`, each of which knows only how such papers are laid out; the other
modules know what plans say. Nothing is guessed: what no rule takes is handed back as not understood.
"""
