#!/usr/bin/env bash
# The floor: curl reads and writes, openssl hashes what passes. Nothing is signed, and nothing could be sent again.
# curl.sh SOURCE SINK COUNT SIZE CONCURRENCY
set -euo pipefail
export source=$1 sink=$2 count=$3 size=$4 concurrency=$5
folder=$(mktemp -d)
export folder
trap 'rm -rf "$folder"' EXIT

quick() {
  /usr/bin/curl --silent --show-error --fail --header Expect: "$@"
}

# Through a named pipe that is waited for: the CPU of a process substitution would not be counted.
pass_on() {
  mkfifo "$folder/$1"
  openssl dgst -sha256 <"$folder/$1" >/dev/null &
  quick "$source/files/$1-$size" | tee "$folder/$1" | quick --upload-file - "$sink/staging/$1"
  wait
}
export -f quick pass_on

if [ "$size" -ge 1000000 ]; then
  seq 0 $((count - 1)) | xargs -P "$concurrency" -I{} bash -c 'set -o pipefail; pass_on {}'
else
  # A process for each small file would measure the starting of processes: one of each program takes all of them.
  readonly all="[0-$((count - 1))]"
  quick --parallel --parallel-max "$concurrency" --output "$folder/#1" "$source/files/$all-$size"
  openssl dgst -sha256 "$folder"/* >/dev/null
  quick --parallel --parallel-max "$concurrency" --output /dev/null --upload-file "$folder/$all" "$sink/staging/"
fi
