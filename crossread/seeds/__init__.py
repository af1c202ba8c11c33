"""The only reader of ``seeds/`` and ``solutions/source/``: files into the model."""

from .course import Seeds, course_root, gather
from .evidence import Evidence
from .reader import SeedError, Slip
from .unknown import Unknown, nearest

__all__ = ["Evidence", "SeedError", "Seeds", "Slip", "Unknown", "course_root", "gather",
           "nearest"]
