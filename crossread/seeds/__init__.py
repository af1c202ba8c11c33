"""The only reader of ``seeds/`` and ``solutions/source/``: files into the model."""

from .course import Seeds, Unknown, course_root, nearest
from .reader import SeedError, Slip

__all__ = ["SeedError", "Seeds", "Slip", "Unknown", "course_root", "nearest"]
