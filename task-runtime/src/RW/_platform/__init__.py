"""What :mod:`RW.platform` offers, by subject. Not for bundles: import ``RW.platform``."""
