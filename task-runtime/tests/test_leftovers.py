"""Removal of what runs leave, on a real file system."""

from __future__ import annotations

import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "target" / "runtime" / "src"))

from groundcrew_runtime import leftovers, limits


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


class ListingTest(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(leftovers.remove, str(self.place))
        places = mock.patch.object(leftovers, "PLACES", (str(self.place),))
        places.start()
        self.addCleanup(places.stop)
        self.leftovers = leftovers.Leftovers(os.getuid(), "/nowhere")
        for name in "abcde":
            (self.place / name).touch()

    def test_no_more_are_listed_than_are_asked_for(self):
        self.assertEqual(len(self.leftovers.paths(3)), 3)
        self.assertEqual(len(self.leftovers.paths()), 5)

    def test_files_without_content_count(self):
        with mock.patch.object(limits, "MOST_ENTRIES", 4):
            self.assertGreater(limits.disk_bytes(self.leftovers.paths(), 1 << 20), 1 << 20)
            self.assertEqual(limits.disk_bytes(self.leftovers.paths(4), 1 << 20), 0)

    def test_what_nobody_may_look_at_hides_no_others(self):
        closed = mock.Mock(path=str(self.place / "mount"), stat=mock.Mock(side_effect=PermissionError))
        with os.scandir(self.place) as found:
            listing = mock.MagicMock()
            listing.__enter__.return_value = [closed, *found]
        with mock.patch.object(os, "scandir", return_value=listing):
            self.assertEqual(len(self.leftovers.paths()), 5)


if __name__ == "__main__":
    unittest.main()
