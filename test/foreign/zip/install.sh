#!/usr/bin/env bash
# Installs what reads zips here, from Debian's packages, where it is missing. Java and Go must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

need java go
for program in bsdtar 7z unzip zip python3; do
  command -v "$program" > /dev/null && continue
  debian libarchive-tools p7zip-full unzip zip python3
  break
done
