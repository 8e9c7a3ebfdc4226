#!/usr/bin/env bash
# One role and one schema per service; nobody reads another's. Runs once, when the database is made.
set -euo pipefail

for name in runner insight gateway starter; do
  password=$(cat "/secrets/$name")
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    -v name="$name" -v password="$password" <<'SQL'
create role :"name" login password :'password';
create schema :"name" authorization :"name";
alter role :"name" set search_path = :"name";
SQL
done
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -c 'revoke create on schema public from public'
