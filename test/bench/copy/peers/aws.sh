#!/usr/bin/env bash
# The aws command line, fed by curl, with SHA-256 by openssl beside it: one process of each for each file.
# aws.sh SOURCE SINK COUNT SIZE CONCURRENCY
set -euo pipefail
export source=$1 sink=$2 count=$3 size=$4 concurrency=$5
folder=$(mktemp -d)
export folder
trap 'rm -rf "$folder"' EXIT

pass_on() {
  mkfifo "$folder/$1"
  openssl dgst -sha256 <"$folder/$1" >/dev/null &
  curl --silent --show-error --fail "$source/files/$1-$size" | tee "$folder/$1" |
    /usr/bin/aws --endpoint-url "$sink" s3 cp --only-show-errors --expected-size "$size" - "s3://staging/$1"
  wait
}
export -f pass_on
seq 0 $((count - 1)) | xargs -P "$concurrency" -I{} bash -c "set -o pipefail; pass_on {}"
