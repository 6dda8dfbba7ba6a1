#!/usr/bin/env bash
# Installs AWS's runtime interface emulator; Go must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

emulator() {
  GOBIN=$into/bin go install \
    github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie@v0.0.0-20261030222936-bef5c4ba774d
}

need go
once emulator
