"""Evaluation: question files, measures, asking and judging, the report. Through the assistant's door only.

The public names are listed in the stub beside this file and loaded at first use.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
