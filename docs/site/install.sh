#!/usr/bin/env bash
# Installs Sphinx, which makes the site, into an ignored folder, once; Python 3.11 or later must be there, with its venv.
set -euo pipefail
source "$(dirname "$0")/../../test/foreign/installing.sh"

need python3
once python_packages
