"""Runs tasks for a Groundcrew worker: the process supervisor, the Robot Framework entry and the native runners."""
