/** VERIFY.md, which stands in every part: how to check it with public tools, and without Ticketvault. */
import { FORMATS } from "./formats.ts";
import { partName } from "./keys.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";

/** The text for one part, as bytes. Every command in it is run by the tests. */
export function verifyGuide(plan: ExportPlan, part: PlannedPart): Uint8Array {
  const { orgId, request, parts, leftOut, tool } = plan;
  const name = partName(plan, part.number);
  const found = parts.reduce((sum, each) => sum + each.tickets.length, 0);
  const isSealed = part.tickets.some(({ ledgerEntries }) => ledgerEntries.some((entry) => entry !== null));
  const text = `# How to check this export

This is part ${part.number} of ${parts.length} of an export of support ticket conversations from LeadSquared Service CRM.

    Matter:        ${request.matter}
    Requested by:  ${request.requestedBy}
    Reason:        ${request.reason}
    Tickets:       ${found} exported, ${part.tickets.length} of them in this part; ${leftOut.length} left out
    Made by:       ${tool}

\`data/provenance.json\` says the same for programs: what was asked for, what was found, what is missing from a ticket,
and which tickets were left out and why. You need no software of ours for anything below: \`unzip\`, \`sha256sum\` and
\`openssl\` are on every Linux, and on Windows in WSL or Git Bash. On macOS type \`shasum -a 256\` for \`sha256sum\`.

## 1. The zip came through whole

In the folder that holds the zip and the file \`${name}.zip.sha256\` beside it:

\`\`\`sh
sha256sum -c ${name}.zip.sha256
unzip -q ${name}.zip
\`\`\`

The first command must say \`OK\`. The second makes the folder \`${name}\`.

## 2. The folder is what was packed

It is a bag by BagIt 1.0 (RFC 8493): any BagIt validator checks it. By hand, all further commands are typed in the bag:

\`\`\`sh
cd ${name}
sha256sum --quiet -c tagmanifest-sha256.txt
sha256sum --quiet -c manifest-sha256.txt
\`\`\`

Both must say nothing: each file has the SHA-256 that the manifests state, and none is missing. That none was added
either show two equal numbers:

\`\`\`sh
find data ! -type d | wc -l
wc -l < manifest-sha256.txt
\`\`\`

Whoever repacks a part can write its manifests anew, so this finds damage, not forgery. What follows does not rest on it.

## 3. The tickets are as they were archived

Each folder in \`data/tickets\` is one ticket: an object by OCFL 1.1, with every version up to the one exported, and
\`data/tickets\` is a storage root that any OCFL validator checks. A version's \`inventory.json\` states in its \`manifest\` the
SHA-256 of each file up to then. The one at the top of a ticket must be a copy of the latest version's, each file must
have its digest, and there must be no other file:

\`\`\`sh
manifest() {
  awk -F'"' '/^  "manifest"/ {on = 1; next} /^  }/ {on = 0}
             on && /\\[$/ {sha = $2} on && /^      "/ {print sha "  " $2}' "$1/inventory.json"
}
content() {
  (cd "$1" && find . ! -type d | sed 's/^\\.\\///' | grep -vxE '(v[0-9]+/)?inventory\\.json(\\.sha256)?|0=ocfl_object_1\\.1')
}
for ticket in data/tickets/*
do [ -d "$ticket" ] && [ "$ticket" != data/tickets/extensions ] || continue
   head=$(sed -n 's/^  "head": "\\(v[0-9]*\\)",$/\\1/p' "$ticket/inventory.json")
   cmp "$ticket/inventory.json" "$ticket/\${head:-v}/inventory.json" || echo "NOT THE LATEST VERSION: $ticket"
   manifest "$ticket" | (cd "$ticket" && sha256sum --quiet -c) || echo "NOT AS ARCHIVED: $ticket"
   [ $(manifest "$ticket" | wc -l) -eq $(content "$ticket" | wc -l) ] || echo "NOT THE FILES ARCHIVED: $ticket"
done
\`\`\`

This must say nothing. That all tickets which \`data/provenance.json\` names are there show two equal numbers:

\`\`\`sh
ls -d data/tickets/[1-9]* | wc -l
grep -c '^      "archivedAt": ' data/provenance.json
\`\`\`

${isSealed ? sealedSection(orgId) : NOT_SEALED}
## What no signature covers

The tickets' files in \`data/tickets\` are the evidence. The rest was made for this export, in \`data\`:

${request.formats.map((name) => `- ${FORMATS[name].guide}\n`).join("")}- \`provenance.json\`: what was asked for, found, missing and left out
- beside the zips, \`tickets.ndjson\`: the newest \`ticket.json\` of each ticket, one a line

Files beside the zips name those in the parts by paths that hold once each part is unpacked there; \`export.json\` has their
SHA-256. Step 2 vouches for these and for this page alone: who repacks a part can change them. In doubt compare what they say with
\`content/ticket.json\` of the ticket's latest version, and take the commands from a copy of this page that you have from
elsewhere.
`;
  return Buffer.from(text);
}

function sealedSection(orgId: number): string {
  return `## 4. The archive was sealed

When a version is archived, its inventory's SHA-256 is written into the next entry of a ledger, and the entry is signed.
The entries that name the versions of this part are in \`data/ledger\`, each with its signature and its public key:

\`\`\`sh
for entry in data/ledger/*.json
do key=$(sed -n 's/^  "keyId": "\\([0-9a-f]*\\)",$/\\1/p' "$entry")
   openssl dgst -sha256 -verify "data/ledger/keys/$key.pem" -signature "$entry.sig" "$entry" || echo "NOT SIGNED: $entry"
done
\`\`\`

This must say \`Verified OK\` for each entry. An entry names a version by its ticket and number, and with the digest of its
inventory all of the version's files. This looks each version up, by name and digest:

\`\`\`sh
(cd data/tickets && sha256sum */v*/inventory.json) | awk -F'"' '
  !listed && $2 == "key" {key = $4}
  !listed && $2 == "sha256" {sealed[$4 " " key] = 1}
  listed {path = substr($0, 67)
          if (!((substr($0, 1, 64) " archive/${orgId}/" path) in sealed)) print "NOT SEALED: data/tickets/" path}
' data/ledger/*.json listed=1 -
\`\`\`

This must name those versions only that \`data/provenance.json\` says no entry covers. The \`time\` in an entry is the clock of
the sealer.

A signature proves as much as the key does. This prints each key's fingerprint, which is its name, and which key
introduced another:

\`\`\`sh
for key in data/ledger/keys/*.pem
do print=$(openssl pkey -pubin -in "$key" -outform DER | sha256sum | cut -c 1-64)
   echo "$print  $key"
   [ "$print.pem" = "$(basename "$key")" ] || echo "NOT THE KEY OF ITS NAME: $key"
done
awk -F'"' '$2 == "newKeyId" {new = NF > 3 ? $4 : ""}
           $2 == "keyId" && new != "" {print FILENAME ": the key " $4 " introduces the key " new}' data/ledger/*.json
\`\`\`

Compare the fingerprint of the first key with the one that the company published elsewhere when it began to archive. Any
other key must be published too, or be introduced, in an entry that step 4 verified, by a key that you trust already.
`;
}

const NOT_SEALED = `## 4. The archive was not sealed

No entry of a signed ledger covers the versions in this part. The steps above show that the export is whole and is what the
archive held when it was made; that the archive had not been changed before, they do not show.
`;
