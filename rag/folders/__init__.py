"""A folder of pages, with folders in it: which of its files are pages, what lies beside them, what is passed over.

Left out: reading a page (see `pages`) and what the names of files and folders tell of its issue (see `articles`).
"""

from rag.folders.names import SUFFIXES, is_page_name, names_page
from rag.folders.walking import FoundFiles, companions, find_files

__all__ = ["SUFFIXES", "FoundFiles", "companions", "find_files", "is_page_name", "names_page"]
