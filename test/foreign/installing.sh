# Sourced by the install.sh of each part, and of docs/site: installs from registries, into an ignored folder beside it, once.

here=$(dirname "$(realpath "$0")")
into=$here/../.installed/$(basename "$here")
installing=$(realpath "${BASH_SOURCE[0]}")

# need PROGRAM...: names all that are missing, and ends.
need() {
  local missing=()
  for program in "$@"; do command -v "$program" > /dev/null || missing+=("$program"); done
  [ ${#missing[@]} = 0 ] || { echo "missing here: ${missing[*]}" >&2; exit 1; }
}

# once COMMAND...: runs each, unless all of them ran before on the same files.
once() {
  local of
  of=$(cd "$here" && find . -type f -not -name '*.ts' | LC_ALL=C sort | xargs sha256sum "$installing")
  [ "$(cat "$into/done" 2> /dev/null)" = "$of" ] && return
  rm -rf "$into"
  mkdir -p "$into"
  for command in "$@"; do "$command"; done
  echo "$of" > "$into/done"
}

# The pinned packages of requirements.txt, in an environment of their own.
python_packages() {
  python3 -m venv "$into/python"
  "$into/python/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$here/requirements.txt"
}

# The libraries of pom.xml in lib, and the programs of the part, compiled with them, in classes.
java_programs() {
  mvn -q -B -f "$here/pom.xml" -DbuildDirectory="$into/target" dependency:copy-dependencies -DoutputDirectory="$into/lib"
  javac -d "$into/classes" -cp "$into/lib/*" "$here"/*.java
}

# debian PACKAGE...: installs them as root, or by sudo.
debian() {
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}
