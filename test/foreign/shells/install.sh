#!/usr/bin/env bash
# Installs the shells in which the pages' commands are typed, from Debian's packages, where they are missing (root, or sudo).
set -euo pipefail

for program in zsh dash; do
  command -v "$program" >/dev/null && continue
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends zsh dash >&2
  break
done
