#!/usr/bin/env bash
# Installs the programs that an auditor has, from Debian's packages, where they are missing. They run test/**/*.tools.test.ts.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

for program in python3 openssl unzip zip dash; do
  command -v "$program" > /dev/null && continue
  debian python3 openssl unzip zip dash
  break
done
