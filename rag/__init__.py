"""问报: ask Chinese newspaper pages, and get answers that point at the exact lines.

The public names; everything else may change. They are listed in the stub beside this file, once for people, type
checkers and the loader, and loaded at first use, so that `import rag` costs nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
