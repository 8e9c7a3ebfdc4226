"""Namespace package: the runtime's RW modules and those of a collection are one package on the path."""

__path__ = __import__("pkgutil").extend_path(__path__, __name__)
