"""The keywords of :mod:`RW.Core`, by subject. Not for bundles: import ``RW.Core``."""
