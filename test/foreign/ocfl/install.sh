#!/usr/bin/env bash
# Installs ocfl-py and ocfl-java, with what they need; Python, Java and Maven must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

need python3 java javac mvn
once python_packages java_programs
