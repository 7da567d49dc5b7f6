#!/bin/sh
# Makes the worker version that was just started the current one: from now on it gets new cases and open ones.
set -eu

tries=0
until temporal worker deployment set-current-version \
  --deployment-name intake --build-id "$WANGGE_BUILD_ID" --yes; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || exit 1
  sleep 2
done
