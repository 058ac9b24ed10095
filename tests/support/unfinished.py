"""A change of the pages that is begun and cut off."""

from rag.index.build import build_index
from rag.index.unfinished import Change
from support.shelving import SETTINGS


def killed(change):
    """As where the process is no more: the hidden folder stays, its lock is free."""
    change.leave()
    return change


def rebuilt(place):
    return build_index(place.source, place.index, SETTINGS, place.encoder, "fake")


def begin(place):
    return Change.begin(place.source, place.index)
