#!/usr/bin/env bash
# Runs a real S3 server, the radosgw of Debian 12 (Ceph 16.2), on 127.0.0.1 until its standard input ends.
#
#   radosgw.sh install   installs the packages with apt-get where they are missing (root, or sudo)
#   radosgw.sh run       installs, starts, prints one line "ready <endpoint> <access key> <secret key>" and stays
#
# One monitor and one OSD that keeps its objects in memory, authentication between them off, everything in a
# temporary folder that is removed at the end. Whoever started it holds its standard input: when that ends, for
# whatever reason, or on a signal, all daemons are stopped.
set -euo pipefail

readonly ACCESS_KEY=TICKETVAULTRADOSGW00
readonly SECRET_KEY=only-for-tests-on-this-machine-0123456789
readonly MEMORY_BYTES=$((6 * 1024 * 1024 * 1024)) # what the memstore says that it can hold, not what it takes

installed() {
  for program in ceph-mon ceph-osd ceph radosgw radosgw-admin monmaptool; do
    command -v "$program" >/dev/null || return 1
  done
}

install() {
  installed && return
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    radosgw ceph-mon ceph-osd ceph-common >&2
}

# A port of 127.0.0.1 on which nobody answers, below the range that the kernel gives to outgoing connections.
free_port() {
  local port
  while :; do
    port=$((RANDOM % 10000 + 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

configure() {
  cat >"$1/ceph.conf" <<CONF
[global]
fsid = $2
mon host = [v1:127.0.0.1:$3]
ms bind msgr2 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
run dir = $1
admin socket = $1/\$cluster-\$name.asok
pid file =
log file = $1/\$name.log
log to stderr = false
mon cluster log file = $1/cluster.log
crash dir = $1
mon allow pool size one = true
mon initial members = a
mon data = $1/mon
mon data avail crit = 1
osd data = $1/osd
osd objectstore = memstore
memstore device bytes = $MEMORY_BYTES
osd crush chooseleaf type = 0
osd crush update on start = false
osd class update on start = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
mon max pg per osd = 1000
rgw data = $1/rgw
rgw frontends = beast endpoint=127.0.0.1:$4
rgw thread pool size = 32
rgw enable ops log = false
rgw enable usage log = false
rgw lifecycle work time = 00:00-00:00
CONF
}

# Nothing in memory is worth keeping, so nobody is asked politely.
stop() {
  local status=$?
  [ "$status" = 0 ] || [ "$status" = 143 ] || tail -v -n 20 "$folder"/*.out "$folder"/*.log >&2 || true
  trap - EXIT INT TERM HUP
  exec 2>/dev/null
  jobs -p | xargs -r kill -KILL || true
  wait || true
  rm -rf "$folder"
}

# Starts a daemon that dies with this script, even when the script itself is killed with -9.
daemon() {
  setpriv --pdeathsig KILL "$@" </dev/null >>"$folder/$1.out" 2>&1 &
}

# Runs a command with a deadline, in the background, since bash hears no signal while one runs in front.
step() {
  setpriv --pdeathsig KILL timeout 60 setpriv --pdeathsig KILL "$@" </dev/null >>"$folder/steps.out" 2>&1 &
  wait $!
}

run() {
  local fsid osd_id mon_port rgw_port
  exec 3<&0 # what runs in the background has no standard input of its own
  folder=$(mktemp -d "${TMPDIR:-/tmp}/ticketvault-radosgw-XXXXXX")
  mon_port=$(free_port)
  rgw_port=$(free_port)
  trap stop EXIT
  trap 'exit 143' INT TERM HUP

  fsid=$(cat /proc/sys/kernel/random/uuid)
  osd_id=$(cat /proc/sys/kernel/random/uuid)
  configure "$folder" "$fsid" "$mon_port" "$rgw_port"
  export CEPH_CONF="$folder/ceph.conf" CEPH_ARGS="--conf $folder/ceph.conf"
  mkdir "$folder/mon" "$folder/osd" "$folder/rgw"

  step monmaptool --create --fsid "$fsid" --addv a "[v1:127.0.0.1:$mon_port]" "$folder/monmap"
  step ceph-mon --mkfs -i a --monmap "$folder/monmap"
  daemon ceph-mon -f -i a
  # The OSD could put itself on the map, but then it races with its own connection to the monitor, and may give up.
  step ceph osd new "$osd_id"
  step ceph osd crush add osd.0 1 root=default host=localhost
  step ceph-osd --mkfs -i 0 --osd-uuid "$osd_id"
  daemon ceph-osd -f -i 0
  step radosgw-admin user create --uid=ticketvault --display-name=Ticketvault \
    --access-key="$ACCESS_KEY" --secret-key="$SECRET_KEY"
  daemon radosgw -f -n client.rgw
  until (exec 3<>"/dev/tcp/127.0.0.1/$rgw_port") 2>/dev/null; do
    kill -0 $! 2>/dev/null || exit 1
    sleep 0.1
  done
  echo "ready http://127.0.0.1:$rgw_port $ACCESS_KEY $SECRET_KEY"
  cat <&3 >/dev/null &
  wait $!
}

case "${1:-}" in
  install) install ;;
  run) install; run ;;
  *) echo "usage: radosgw.sh install | run" >&2; exit 2 ;;
esac
