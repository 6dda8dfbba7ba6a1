#!/usr/bin/env bash
# Installs what reads zips here, from Debian's packages, where it is missing (root, or sudo). Java and Go must be there.
set -euo pipefail

missing=()
for program in java go; do
  command -v "$program" >/dev/null || missing+=("$program")
done
[ ${#missing[@]} = 0 ] || { echo "zip: missing here: ${missing[*]}" >&2; exit 1; }

for program in bsdtar 7z unzip zip python3; do
  command -v "$program" >/dev/null && continue
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libarchive-tools p7zip-full unzip zip python3 >&2
  break
done
