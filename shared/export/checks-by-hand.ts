/** The commands by which objects and entries are checked by hand, for bash, dash and zsh: in VERIFY.md and on the format page. */

/** Functions that compare a ticket's object with its inventories: each file that there must be, and no other. */
export const OBJECT_CHECKS = `manifest() {
  awk -F'"' '/^  "manifest"/ {on = 1; next} /^  }/ {on = 0}
             on && /\\[$/ {sha = $2} on && /^      "/ {print sha "  " $2}' "$1/inventory.json"
}
expected() {
  manifest "$1" | cut -c 67-
  awk -v n="$2" 'BEGIN {print "0=ocfl_object_1.1"
    for (i = 0; i <= n; i++) {of = (i ? "v" i "/" : "") "inventory.json"; print of; print of ".sha256"}}'
}
check_ticket() {
  head=$(sed -n 's/^  "head": "v\\([1-9][0-9]*\\)",$/\\1/p' "$1/inventory.json")
  grep -qx "  \\"id\\": \\"urn:leadsquared:\${2}:ticket:\${1##*/}\\"," "$1/inventory.json" || echo "ANOTHER TICKET: $1"
  cmp -s "$1/inventory.json" "$1/v$head/inventory.json" || echo "NOT THE LATEST VERSION: $1"
  manifest "$1" | (cd "$1" && sha256sum --quiet -c) || echo "NOT AS ARCHIVED: $1"
  for inventory in "$1/inventory.json" "$1"/v[1-9]*/inventory.json
  do echo "$(sha256sum < "$inventory" | cut -c 1-64) inventory.json" | cmp -s - "$inventory.sha256" ||
       echo "NOT AS WRITTEN: $inventory"
  done
  { (cd "$1" && find . ! -type d | sed 's|^\\./||'); expected "$1" "$head"; } |
    LC_ALL=C sort | uniq -u | sed "s|^|NOT THE FILES ARCHIVED: $1/|"
}
`;

/**
 * Goes through the entries of a ledger in order. `$trusted` has the key's fingerprint; `$sealed` gets a line for each file,
 * key and SHA-256, that an entry seals which counts.
 * @param folder of the entries, as it stands in the commands
 */
export function entryChecks(folder: string, orgId: number | string): string {
  return `hex='"[0-9a-f]{64}"'
file="    \\{~      \\"key\\": \\"[^\\"~]+\\",~      \\"sha256\\": $hex~    \\}"
code='    \\{~      "file": "[^"~]+",~      "code": "[a-z-]+"~    \\}'
form="\\{~  \\"schema\\": \\"urn:ticketvault:ledger-entry:1\\",~  \\"org\\": ${orgId},~  \\"sequence\\": [1-9][0-9]*,"
form="$form~  \\"previous\\": (null|$hex),~  \\"time\\": \\"[0-9T:.-]+Z\\",~  \\"kind\\": \\"[a-z]+\\","
form="$form~  \\"sealed\\": (\\[\\]|\\[~($file,~)*$file~  \\]),~  \\"inconsistent\\": (\\[\\]|\\[~($code,~)*$code~  \\]),"
form="$form~  \\"newKeyId\\": (null|$hex),~  \\"revokedKeyId\\": (null|$hex),~  \\"revokedFrom\\": (null|[1-9][0-9]*),"
form="$form~  \\"keyId\\": $hex,~  \\"tool\\": \\"[^\\"~]+\\"~\\}~"
field() {
  sed -n "s/^  \\"$1\\": \\"\\{0,1\\}\\([^\\",]*\\)\\"\\{0,1\\},\\$/\\1/p" "$entry"
}
sealed=$(
  for entry in ${folder}/[0-9]*.json
  do key=$(field keyId) new=$(field newKeyId) signed="${folder}/keys/$(field keyId).pem"
     if grep -q '~' "$entry" || ! tr '\\n' '~' < "$entry" | LC_ALL=C grep -qxE "$form" ||
        [ "$(printf %012d "$(field sequence)").json" != "\${entry##*/}" ]
     then echo "NOT IN THE FORM OF AN ENTRY: $entry" >&2
     elif [ "$(openssl pkey -pubin -in "$signed" -outform DER | sha256sum | cut -c 1-64)" != "$key" ] ||
        ! openssl dgst -sha256 -verify "$signed" -signature "$entry.sig" "$entry" > /dev/null
     then echo "NOT SIGNED: $entry" >&2
     elif [ "$key" != "$trusted" ]
     then echo "NOT BY A KEY THAT YOU TRUST: $entry, by $key" >&2
     else
       [ "$new" = null ] || trusted=$new
       [ "$(field revokedKeyId)" = null ] || echo "REVOKES: $(field revokedKeyId) from $(field revokedFrom) on" >&2
       sed -n 's/^      "key": "\\(.*\\)",$/\\1/p; s/^      "sha256": "\\(.*\\)"$/\\1/p' "$entry" | paste -d ' ' - -
     fi
  done
)
`;
}
