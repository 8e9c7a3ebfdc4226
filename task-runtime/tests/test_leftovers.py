"""Removal of what runs leave, on a real file system."""

from __future__ import annotations

import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "target" / "runtime" / "src"))

from groundcrew_runtime import leftovers


class RemovalTest(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(leftovers.remove, str(self.place))

    def test_neither_depth_nor_length_keeps_a_directory(self):
        top = self.place / "top"
        top.mkdir()
        self._dig(top, 3000)
        leftovers.remove(str(top))
        self.assertEqual(os.listdir(self.place), [])

    def test_links_are_not_followed(self):
        (self.place / "kept").mkdir()
        (self.place / "kept" / "file").touch()
        (self.place / "left").mkdir()
        (self.place / "left" / "link").symlink_to(self.place / "kept")
        (self.place / "alone").symlink_to(self.place / "kept")
        leftovers.remove(str(self.place / "left"))
        leftovers.remove(str(self.place / "alone"))
        self.assertEqual([found.name for found in self.place.rglob("*")], ["kept", "file"])

    @staticmethod
    def _dig(top: pathlib.Path, depth: int) -> None:
        deepest = os.open(top, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir("deep", dir_fd=deepest)
            above, deepest = deepest, os.open("deep", os.O_RDONLY, dir_fd=deepest)
            os.close(above)
        os.close(deepest)


if __name__ == "__main__":
    unittest.main()
