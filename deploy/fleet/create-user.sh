#!/bin/sh
# Runs once, when the database is made: aibom's user owns its database and is not a superuser.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --set password="$AIBOM_FLEET_PASSWORD" <<'SQL'
CREATE ROLE aibom LOGIN PASSWORD :'password';
CREATE DATABASE fleet OWNER aibom;
SQL
