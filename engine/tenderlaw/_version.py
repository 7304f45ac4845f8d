"""The engine's version, part of every decision."""

__version__ = "0.1.0"
