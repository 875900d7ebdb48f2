#!/bin/sh
# Makes Temporal's two databases and brings their tables up to date. SQL_PLUGIN, SQL_HOST and so on say
# where. Databases that are there are only brought up to date.
set -eu

bring_up_to_date() {
    temporal-sql-tool --database "$1" update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

make() {
    temporal-sql-tool create-database --database "$1"
    temporal-sql-tool --database "$1" setup-schema --version 0.0
}

bring_up_to_date temporal temporal \
    || { make temporal && bring_up_to_date temporal temporal; }
bring_up_to_date temporal_visibility visibility \
    || { make temporal_visibility && bring_up_to_date temporal_visibility visibility; }
