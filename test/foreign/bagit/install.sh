#!/usr/bin/env bash
# Installs bagit-python and bagit-java, with what they need; Python, Java, Maven, zip and unzip must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

need python3 java javac mvn unzip zip
once python_packages java_programs
