#!/usr/bin/env bash
# Installs Angus Mail and mime4j, with what they need; Python, Java and Maven must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

need python3 java javac mvn
once java_programs
