#!/bin/sh
# Prints the rules of config/prometheus/rules.yml as the Prometheus operator takes them:
#   config/kubernetes/monitoring/rules.sh | kubectl apply --namespace twinset -f -
set -eu
cat <<HEAD
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: twinset
spec:
HEAD
sed 's/^\(.\)/  \1/' "$(dirname "$0")/../../prometheus/rules.yml"
