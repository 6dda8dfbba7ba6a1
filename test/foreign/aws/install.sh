#!/usr/bin/env bash
# Installs moto's server; Python must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

need python3
once python_packages
