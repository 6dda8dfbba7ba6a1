#!/usr/bin/env bash
# Installs cfn-lint and Redocly's CLI; Python and npm must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

redocly() {
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$into" @redocly/cli@2.77.0
}

need python3 npm
once python_packages redocly
