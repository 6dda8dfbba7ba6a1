/** The section of VERIFY.md that tells which checkpoint of the vault has the tickets of a part, and how to see that. */
import { checkpointKey, checkpointPath } from "../ledger/checkpoint-keys.ts";
import { rangesOf } from "../ranges.ts";
import { notYetIn } from "./in-checkpoint.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";

export function checkpointSection({ orgId, checkpoint }: ExportPlan, { tickets }: PlannedPart): string {
  const later = notYetIn(tickets, checkpoint);
  if (checkpoint === null)
    return `## 5. The archive's checkpoints

The tickets of this part are not yet in a checkpoint of the archive.
`;
  const { sequence, sha256, root, entry } = checkpoint;
  const file = `data/${checkpointPath(sequence)}`;
  return `## 5. The tickets stood in the archive's checkpoint

Each day the sealer writes down all that it ever sealed as one Merkle tree (RFC 6962), and seals that: a checkpoint. This one
has what the ledger's entries 1 to ${sequence} seal, of all tickets of the account:

    Checkpoint:     ${file}
    Its SHA-256:    ${sha256}
    Root:           ${root}
    Sealed by:      entry ${entry} of the ledger
    Not yet in a checkpoint: ${later.length === 0 ? "none of the tickets here" : `ticket ${rangesOf(later)}`}

Compare its SHA-256 or root with what the company, or a witness, noted of that day. \`data/checkpoint/proofs.txt\` has for each
ticket the line that is in the tree, and the hashes that lead from there to the root: on which side each stands, and \`list\`
where the root of a list becomes a leaf of the tree above. This follows them:

\`\`\`sh
bytes() { # of hex digits
  printf '%b' "$(printf '\\\\0%03o' $(printf %s "$1" | sed 's/../0x& /g'))"
}
checkpoint=${file}
line="${checkpointKey(orgId, sequence)} $(sha256sum < $checkpoint | cut -c 1-64)"
printf '%s\\n' "$sealed" | grep -xF "$line" > /dev/null || echo "NOT SEALED: $checkpoint"
root=$(sed -n 's/^  "root": "\\([0-9a-f]*\\)",$/\\1/p' $checkpoint)
shown=$(
  while read -r step value
  do case $step in
       left) hash=$(bytes "01$value$hash" | sha256sum | cut -c 1-64) ;;
       right) hash=$(bytes "01$hash$value" | sha256sum | cut -c 1-64) ;;
       list) hash=$(bytes "00$hash" | sha256sum | cut -c 1-64) ;;
       root) [ "$hash $value" != "$root $root" ] || echo "$leaf" ;;
       *) leaf="$step  $value" hash=$({ bytes 00; printf %s "$step  $value"; } | sha256sum | cut -c 1-64) ;;
     esac
  done < data/checkpoint/proofs.txt
)
for ticket in data/tickets/[1-9]*
do version=v$(sed -n 's/^  "head": "v\\([1-9][0-9]*\\)",$/\\1/p' "$ticket/inventory.json")
   line="$(sha256sum < "$ticket/$version/inventory.json" | cut -c 1-64)  archive/${orgId}/\${ticket##*/}/$version/inventory.json"
   printf '%s\\n' "$shown" | grep -xF "$line" > /dev/null || echo "NOT IN THE CHECKPOINT: $ticket"
done
\`\`\`

This must name those tickets only that are not yet in a checkpoint.
`;
}
