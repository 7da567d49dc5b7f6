#!/bin/sh
# Brings Temporal's two databases to the schema of this server version. May be run again.
set -eu

for database in temporal temporal_visibility; do
  folder=/etc/temporal/schema/postgresql/v12/${database#temporal_}/versioned
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema -d "$folder"
done
