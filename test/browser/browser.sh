#!/usr/bin/env bash
# Installs Debian's Chromium, and fonts for what it shows, with apt-get where they are missing (root, or sudo).
set -euo pipefail

command -v chromium >/dev/null && exit
sudo=()
[ "$(id -u)" = 0 ] || sudo=(sudo)
"${sudo[@]}" apt-get update -qq >&2
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  chromium fonts-liberation fonts-noto-core >&2
