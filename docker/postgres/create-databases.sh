#!/bin/sh
# Roles and databases of the servers that are not ours; ours are made by docker/migrate.mjs. May be run again.
set -eu

create_role() {
  # Passed by the environment and read by psql itself, so that no password stands in a command line.
  ROLE_NAME="$1" ROLE_PASSWORD="$2" psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 <<'SQL'
\getenv role ROLE_NAME
\getenv password ROLE_PASSWORD
SELECT format('CREATE ROLE %I LOGIN', :'role')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L', :'role', :'password') \gexec
SQL
}

create_database() {
  DATABASE_NAME="$1" OWNER_NAME="$2" psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 <<'SQL'
\getenv database DATABASE_NAME
\getenv owner OWNER_NAME
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database') \gexec
SQL
}

create_role temporal "$TEMPORAL_DB_PASSWORD"
create_database temporal temporal
create_database temporal_visibility temporal
create_role keycloak "$KEYCLOAK_DB_PASSWORD"
create_database keycloak keycloak
echo 'databases: temporal, temporal_visibility, keycloak'
