-- The values that a run alone was given, as a JSON object; null while its acceptance was not seen, and for scheduled checks.
ALTER TABLE runs ADD COLUMN overrides text;
