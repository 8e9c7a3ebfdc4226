#!/usr/bin/env bash
# One role and one schema per service; nobody reads another's. Runs once, when the database is made.
set -euo pipefail

sql() { psql -v ON_ERROR_STOP=1 --quiet --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"; }

sql -v database="$POSTGRES_DB" <<'SQL'
revoke all on database :"database" from public;
revoke all on schema public from public;
SQL
for name in runner insight gateway starter; do
  # The password comes by the environment: arguments can be read in the process list.
  ROLE_PASSWORD=$(cat "/secrets/$name") sql -v name="$name" -v database="$POSTGRES_DB" <<'SQL'
\getenv password ROLE_PASSWORD
create role :"name" login password :'password';
create schema :"name" authorization :"name";
grant connect, temporary on database :"database" to :"name";
alter role :"name" set search_path = :"name";
SQL
done
