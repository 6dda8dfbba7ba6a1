/** VERIFY.md, which stands in every part: how to check it with public tools, and without Ticketvault. */
import { partName } from "./keys.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";

/** The text for one part, as bytes. Every command in it is run by the tests. */
export function verifyGuide(plan: ExportPlan, part: PlannedPart): Uint8Array {
  const { request, parts, leftOut, tool } = plan;
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
find data -type f | wc -l
wc -l < manifest-sha256.txt
\`\`\`

## 3. The tickets are as they were archived

Each folder in \`data/tickets\` is one ticket: an object by OCFL 1.1, with every version up to the one exported, and
\`data/tickets\` is a storage root that any OCFL validator checks. The \`manifest\` in a ticket's \`inventory.json\` states the
SHA-256 of each of its files; the inventory's own digest stands beside it:

\`\`\`sh
for ticket in data/tickets/*/inventory.json
do (cd "$(dirname "$ticket")" && sha256sum --quiet -c inventory.json.sha256) || echo "NOT AS ARCHIVED: $ticket"
done
\`\`\`

This must say nothing. While this export was made, every archived file was read and compared with its inventory.

${isSealed ? SEALED : NOT_SEALED}`;
  return Buffer.from(text);
}

const SEALED = `## 4. The archive was sealed

When a version is archived, its inventory's SHA-256 is written into the next entry of a ledger, and the entry is signed.
The entries that name the versions of this part are in \`data/ledger\`, each with its signature and its public key:

\`\`\`sh
for entry in data/ledger/*.json
do key=$(sed -n 's/^  "keyId": "\\([0-9a-f]*\\)".*/\\1/p' "$entry")
   openssl dgst -sha256 -verify "data/ledger/keys/$key.pem" -signature "$entry.sig" "$entry" || echo "NOT SIGNED: $entry"
done
\`\`\`

This must say \`Verified OK\` for each entry. That an entry names a version, and with it all of the version's files, you see
by the digest of the version's inventory:

\`\`\`sh
for inventory in data/tickets/*/v*/inventory.json
do digest=$(sha256sum < "$inventory" | cut -c 1-64)
   grep -qs "$digest" data/ledger/*.json || echo "NOT SEALED: $inventory"
done
\`\`\`

This must name those versions only that \`data/provenance.json\` says no entry covers. The \`time\` in an entry is the clock of
the sealer. A signature proves as much as the key does: compare the key's fingerprint, whose first 16 digits are its name,
with the one that the company published elsewhere when it began to archive:

\`\`\`sh
for key in data/ledger/keys/*.pem
do openssl pkey -pubin -in "$key" -outform DER | sha256sum
done
\`\`\`
`;

const NOT_SEALED = `## 4. The archive was not sealed

No entry of a signed ledger covers the versions in this part. The steps above show that the export is whole and is what the
archive held when it was made; that the archive had not been changed before, they do not show.
`;
