#!/usr/bin/env bash
# Makes a random password for each database role on the first start, each where only its service can read it.
set -euo pipefail

uid=10001
secret() { # file, owner
  if [ ! -s "$1" ]; then
    head -c 24 /dev/urandom | base64 | tr '+/' '-_' >"$1.new"
    tr -d '\n' <"$1.new" >"$1"
    rm "$1.new"
  fi
  chown "$2" "$1"
  chmod 0400 "$1"
}

secret /secrets/postgres/superuser 0
for service in runner insight gateway; do
  chown $uid /secrets/$service
  secret /secrets/$service/spring.datasource.password $uid
  cp -p /secrets/$service/spring.datasource.password /secrets/postgres/$service
  chown 0 /secrets/postgres/$service
done
chown $uid /secrets/worker
secret /secrets/worker/database-password $uid
cp -p /secrets/worker/database-password /secrets/postgres/starter
# PostgreSQL's entry point reads these as its own user.
chmod 0755 /secrets/postgres
chmod 0444 /secrets/postgres/*
