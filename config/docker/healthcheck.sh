#!/bin/bash
# healthcheck [PATH [PORT]]: exit 0 if http://127.0.0.1:PORT/PATH answers 200. Needs no Java and no curl.
set -euo pipefail
path=${1:-/health/ready}
port=${2:-${TWINSET_HTTP_PORT:-9464}}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$path" >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
