#!/usr/bin/env bash
# Installs Stryker into an ignored folder, once; vitest is the project's own.
set -euo pipefail

cd "$(dirname "$0")"
grep -qs '"version": "10.1.1"' .installed/node_modules/@stryker-mutator/vitest-runner/package.json && exit
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps --prefix .installed \
  @stryker-mutator/core@10.1.1 @stryker-mutator/vitest-runner@10.1.1
