"""All forms in which a newspaper names a date; of two that match the same characters the earlier is tried first."""

from typing import Final

from rag.articles.dating.days import DAYS
from rag.articles.dating.distances import DISTANCES
from rag.articles.dating.feasts import FEASTS
from rag.articles.dating.reckoning import Form
from rag.articles.dating.stretches import STRETCHES

FORMS: Final[tuple[Form, ...]] = (*DAYS, *STRETCHES, *FEASTS, *DISTANCES)
