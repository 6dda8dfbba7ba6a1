#!/usr/bin/env bash
# Installs DuckDB, check-jsonschema and networknt's validator, with what they need; Python, Java, Maven and unzip must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

need python3 java javac mvn unzip
once python_packages java_programs
