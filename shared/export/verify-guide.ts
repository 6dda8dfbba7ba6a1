/** VERIFY.md, which stands in every part: how to check it with public tools, and without Ticketvault. */
import { checkpointSection } from "./checkpoint-guide.ts";
import { entryChecks, OBJECT_CHECKS } from "./checks-by-hand.ts";
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
and which tickets were left out and why. You need no software of ours for anything below. The commands are for bash, dash
and zsh, on Linux and in WSL or Git Bash on Windows; on macOS type \`shasum -a 256\` for \`sha256sum\`. Whoever can change
this export can change this page and \`check.py\` too: take both from a copy that you have from elsewhere.

## 0. The key that you trust

A signature proves as much as its key does, and whoever forges an export puts a key of his own into it. So ask for the
fingerprint of the ledger's first key before anything else, from elsewhere than from this export: the SHA-256 of the public
key in DER form, 64 hex digits, which the company noted or published when it began to archive. Put it here:

\`\`\`sh
trusted=FINGERPRINT
\`\`\`

With Python 3.8 or later, \`check.py\` in this folder does steps 2 to 5, more strictly and in a minute: 300 lines to read, in
need of nothing else, that say what they do not check. It must find nothing; type it where the zip was unpacked in step 1:

    python3 check.py ${name} --key $trusted

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

Both must say nothing: each file has the SHA-256 that the manifests state, and none is missing. No file was added, and
there are no links and no odd names, if this says nothing either:

\`\`\`sh
{ find . ! -type d | sed 's|^\\./||'; cut -c 67- manifest-sha256.txt tagmanifest-sha256.txt; echo tagmanifest-sha256.txt; } |
  LC_ALL=C sort | uniq -u
find . -type l -o -name '*[[:cntrl:]]*'
\`\`\`

Whoever repacks a part can write its manifests anew, so this finds damage, not forgery. What follows does not rest on it.

## 3. The tickets are as they were archived

Each folder in \`data/tickets\` is one ticket: an object by OCFL 1.1, with every version up to the one exported, and
\`data/tickets\` is a storage root. A version's \`inventory.json\` states in its \`manifest\` the SHA-256 of each file up to then.
The one at the top of a ticket must be a copy of the latest version's and of this ticket, each file must have its digest, and
there must be no other file:

\`\`\`sh
${OBJECT_CHECKS}ls -A data/tickets | grep -vxE '[1-9][0-9]*|0=ocfl_1\\.1|ocfl_layout\\.json|extensions'
for ticket in data/tickets/[1-9]*
do check_ticket "$ticket" ${orgId}
done
\`\`\`

This must say nothing. That all tickets which \`data/provenance.json\` names are there show two equal numbers:

\`\`\`sh
ls -d data/tickets/[1-9]* | wc -l
grep -c '^      "archivedAt": ' data/provenance.json
\`\`\`

${isSealed ? sealedSection(orgId) : NOT_SEALED}
${checkpointSection(plan, part)}
${askedSection(plan)}
## What no signature covers

The tickets' files in \`data/tickets\`, the ledger's in \`data/ledger\` and the checkpoint are the evidence. The rest was made for this export, in \`data\`:

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
The entries that name the versions of this part are in \`data/ledger\`, each with its signature and its public key. An entry
counts if its bytes have the one form that a sealer writes, so that it can be read in one way only, and if it is signed by
the key that you trust, or by one that a counting entry introduced; a key that introduced another signs no more. This goes
through them in order, and collects what those say that count:

\`\`\`sh
${entryChecks("data/ledger", orgId)}\`\`\`

It must say nothing. An entry names a version by its ticket and number, and with the digest of its inventory all of the
version's files. So each version that is here must be named, and each that is named of a ticket here must be here:

\`\`\`sh
for inventory in data/tickets/[1-9]*/v[1-9]*/inventory.json
do line="archive/${orgId}/\${inventory#data/tickets/} $(sha256sum < "$inventory" | cut -c 1-64)"
   printf '%s\\n' "$sealed" | grep -xF "$line" > /dev/null || echo "NOT SEALED: $inventory"
done
printf '%s\\n' "$sealed" | sed -n 's|^archive/${orgId}/\\(.*\\) .*$|data/tickets/\\1|p' | while read -r inventory
do [ ! -d "\${inventory%/v*}" ] || [ -f "$inventory" ] || echo "SEALED, AND NOT HERE: $inventory"
done
\`\`\`

This must name those versions only that \`data/provenance.json\` says no entry covers. The \`time\` in an entry is the clock of
the sealer.
`;
}

const NOT_SEALED = `## 4. The archive was not sealed

No entry of a signed ledger covers the versions in this part. The steps above show that the export is whole and is what the
archive held when it was made; that the archive had not been changed before, they do not show.
`;

/** Nothing in a part can carry its own production's seal: that stands beside the zips. */
function askedSection({ request: { requestedBy, authenticated } }: ExportPlan): string {
  return `## 6. Who asked for it

    Name given:     ${requestedBy}
    Authenticated:  ${authenticated ?? "nobody, as it was asked for on a command line"}

\`data/provenance.json\` says so too (\`requestedBy\`, \`authenticated\`), which no signature covers. What is sealed is the record of
the whole production: where the archive has a ledger, \`production.json\` and its seal stand beside the zips. Type there:

    openssl pkey -pubin -in production-seal.pem -outform DER | sha256sum    # the trusted key, or one that it introduced
    openssl dgst -sha256 -verify production-seal.pem -signature production-seal.json.sig production-seal.json
    grep "$(sha256sum < production.json | cut -c 1-64)" production-seal.json
    grep -E '"(requestedBy|authenticated|reason|at)"' production.json

The second command must say \`Verified OK\`, and the third must print a line: then the last one prints who asked, as whom AWS knew the
caller, why and when, as it was sealed before the export was handed out. \`files\` in it has the SHA-256 of each zip.
`;
}
