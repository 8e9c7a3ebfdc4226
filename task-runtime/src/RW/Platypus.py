"""A name of RunWhen's runtime that no public collection uses anything of and no document describes.

It can be imported, and it offers nothing: there is no known behaviour to offer.
"""

__all__: list[str] = []
