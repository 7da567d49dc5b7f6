#!/bin/sh
# The namespace and the search attributes of cases. May be run again; a newer version's attributes are added.
set -eu

# A server that has just started answers after a while, and a new namespace is known to all of it after some seconds.
patiently() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || exit 1
    sleep 2
  done
}

patiently temporal operator cluster health
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"

attribute() {
  patiently temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$1" --type "$2"
}
attribute Stage Keyword
attribute District Keyword
attribute GridCode Keyword
attribute Unit Keyword
attribute MatterItem Keyword
attribute DueAt Datetime
attribute Overdue Bool
attribute Provisional Bool
attribute CampaignId Keyword
attribute ContractId Keyword
attribute CardColor Keyword
