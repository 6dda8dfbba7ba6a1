#!/usr/bin/env bash
# rclone, spared what it need not do here: no SHA-256, no MD5 of the whole, no look at the bucket or at what was written.
# rclone.sh SOURCE SINK COUNT SIZE CONCURRENCY
set -euo pipefail
source=$1 sink=$2 count=$3 size=$4 concurrency=$5
readonly to=":s3,provider=Other,env_auth,force_path_style,no_check_bucket,no_head,disable_checksum,endpoint='$sink':staging"
export RCLONE_CONFIG=/dev/null
# rclone has its own setting for the certificate, and stumbles over the one of AWS's tools.
unset AWS_CA_BUNDLE

if [ "$count" = 1 ]; then
  exec rclone copyurl "$source/files/0-$size" "$to/0"
fi
exec rclone copy --no-check-dest --no-update-modtime --transfers "$concurrency" --checkers "$concurrency" \
  ":http,url='$source/list/${count}x$size/':" "$to"
