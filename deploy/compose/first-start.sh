#!/usr/bin/env bash
# Makes a random password for each database role on the first start, each where only its service can read it.
set -euo pipefail

service_user=10001
postgres_user=$(id -u postgres)

secret() { # file
  if [ ! -s "$1" ]; then
    head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$1.new"
    mv "$1.new" "$1"
  fi
}

give() { # directory, user
  chown -R "$2" "$1"
  chmod 0500 "$1"
  chmod 0400 "$1"/*
}

umask 077
secret /secrets/postgres/superuser
for service in runner insight gateway; do
  secret /secrets/$service/spring.datasource.password
  cp /secrets/$service/spring.datasource.password /secrets/postgres/$service
  give /secrets/$service "$service_user"
done
secret /secrets/worker/database-password
cp /secrets/worker/database-password /secrets/postgres/starter
give /secrets/worker "$service_user"
give /secrets/postgres "$postgres_user"
# Public keys: everybody reads them, only their owner's container mounts them for writing.
chown "$service_user" /public/*
chmod 0755 /public/*
