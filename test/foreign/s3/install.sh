#!/usr/bin/env bash
# Installs the Versity gateway and toxiproxy; Go must be there.
set -euo pipefail
source "$(dirname "$0")/../installing.sh"

programs() {
  export GOBIN=$into/bin
  go install github.com/versity/versitygw/cmd/versitygw@v1.8.0
  go install github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0
}

need go
once programs
