#!/usr/bin/env bash
# Installs, with Debian's apt-get as root or with sudo, what the benchmarks measure beside this project, where it is missing.
set -euo pipefail

installed() {
  for program in time rclone aws curl openssl python3; do
    [ -x "/usr/bin/$program" ] || return 1
  done
  /usr/bin/python3 -c "import boto3, urllib3" 2>/dev/null
}

installed && exit
sudo=()
[ "$(id -u)" = 0 ] || sudo=(sudo)
"${sudo[@]}" apt-get update -qq >&2
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  time rclone awscli curl openssl python3-boto3 >&2
