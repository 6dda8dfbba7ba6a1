/** Holds a vault against what the sandbox knows to be true, and looks for what must be nowhere. */

import { fileOf } from "../../cli/sandbox/files/file-of.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { isError } from "../../shared/findings.ts";
import { objectKey } from "../../shared/keys.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { sealVault } from "../../shared/seal/seal-vault.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import { keptIn } from "../archive/lived.ts";
import { type WholeObject, wholeObject } from "../archive/whole.ts";
import { memorySigner } from "../seal/signing.ts";
import { ARCHIVE_BUCKET, STAGING_BUCKET } from "../stand-ins/s3/vault.ts";
import { CUSTOMER_WORDS, type FaultyWorld } from "./world.ts";

/** Every secret of the tests carries the first word; the second is in every signed link. */
const SECRET = /CANARY|X-Amz-(Signature|Credential|Security-Token)/i;

/** Digests of every file that was ever listed, by its message and name. */
export class Truth {
  readonly #files = new Map<string, Set<string>>();

  look({ sandbox }: FaultyWorld): void {
    for (const ticketId of sandbox.ticketIds)
      for (const { Id, Attachments } of sandbox.ticket(ticketId)?.ConversationList ?? [])
        for (const file of Attachments ?? []) {
          const name = `${ticketId} ${Id} ${file.FileName}`;
          const digests = this.#files.get(name) ?? new Set();
          this.#files.set(name, digests.add(sha256Hex(Buffer.concat([...fileOf(file).bytes()]))));
        }
  }

  /** Whether the file can have such bytes; true for what the sandbox never listed by this name. */
  allows(ticketId: number, id: string | null, name: string | null, sha256: string): boolean {
    return this.#files.get(`${ticketId} ${id} ${name}`)?.has(sha256) ?? true;
  }
}

export interface Judgement {
  readonly lost: readonly string[];
  readonly falselyComplete: readonly string[];
  readonly leaked: readonly string[];
  /** Against the ledger, OCFL, and the vendor's limit. */
  readonly broken: readonly string[];
  readonly versions: number;
}

export async function judge(world: FaultyWorld, truth: Truth): Promise<Judgement> {
  const { sandbox, store, lied } = world;
  const lost: string[] = [];
  const falselyComplete: string[] = [];
  const broken: string[] = [];
  let count = 0;
  for (const ticketId of sandbox.ticketIds) {
    const object = await wholeObject(store, objectKey(sandbox.orgId, ticketId)).catch((error: unknown) => {
      broken.push(`ticket ${ticketId}: ${String(error)}`);
    });
    if (!object) {
      lost.push(`ticket ${ticketId} has no archive`);
      continue;
    }
    const versions = Object.keys(object.inventory.versions).map((name) => documentIn(object, name));
    count += versions.length;
    for (const document of versions) falselyComplete.push(...wrongWhole(truth, ticketId, document));
    for (const [index, document] of versions.entries()) {
      const next = versions[index + 1];
      const kept = next && keptIn(next);
      if (kept && [...keptIn(document)].some((each) => !kept.has(each)))
        lost.push(`ticket ${ticketId}: v${index + 2} lacks what v${index + 1} has`);
    }
    const last = versions.at(-1);
    if (last === undefined) continue;
    lost.push(...lostOf(world, ticketId, last, object));
    if (last.completeness.status !== "complete" && !lied.has(ticketId))
      lost.push(
        `ticket ${ticketId} stays incomplete: ${JSON.stringify(last.completeness.problems).slice(0, 300)}`,
      );
  }
  const busiest = sandbox.maxCallsInWindow();
  if (busiest > VENDOR_PACE.limit) broken.push(`${busiest} calls in 5 s`);
  broken.push(...(await wrongInVault(world)));
  return { lost, falselyComplete, leaked: await leaks(world), broken, versions: count };
}

function documentIn(object: WholeObject, name: string): TicketDocument {
  return JSON.parse(object.version(name).get("ticket.json")?.toString() ?? "null");
}

/** What is listed now, and not held. */
function lostOf(
  { sandbox }: FaultyWorld,
  ticketId: number,
  document: TicketDocument,
  object: WholeObject,
): string[] {
  const kept = keptIn(document);
  const state = object.version(object.inventory.head);
  return (sandbox.ticket(ticketId)?.ConversationList ?? []).flatMap(({ Id, Text, Html, Attachments }) => {
    const isKept = kept.has(`${Id} ${JSON.stringify([Text, Html])}`);
    const stored = document.conversations
      .filter(({ id }) => id === String(Id))
      .flatMap(({ attachments }) => attachments)
      .flatMap((each) => (each.status === "stored" ? [sha256Hex(state.get(each.path) ?? "")] : []));
    const files = (Attachments ?? []).filter(
      (file) => !stored.includes(sha256Hex(Buffer.concat([...fileOf(file).bytes()]))),
    );
    return [
      ...(isKept ? [] : [`ticket ${ticketId}: message ${Id}`]),
      ...files.map(({ FileName }) => `ticket ${ticketId}: file ${FileName} of ${Id}`),
    ];
  });
}

/** Of a version that is called complete, files that are not there, or with other bytes. */
function wrongWhole(
  truth: Truth,
  ticketId: number,
  { completeness, conversations }: TicketDocument,
): string[] {
  if (completeness.status !== "complete") return [];
  return conversations.flatMap(({ id, attachments }) =>
    attachments.flatMap((file) => {
      const isRight =
        file.status === "stored" ? truth.allows(ticketId, id, file.fileName, file.sha256) : !file.listed;
      return isRight
        ? []
        : [`ticket ${ticketId} is called complete with ${file.fileName} of ${id} ${file.status}`];
    }),
  );
}

/** Seals all, and verifies it whole. */
async function wrongInVault({ sandbox, store, clock }: FaultyWorld): Promise<string[]> {
  const signer = memorySigner();
  const { orgId } = sandbox;
  const now = (): Date => new Date(clock.now());
  const ledger = new Ledger({ orgId, store, signer, log: silentLogger, now, tool: "tests" });
  const { signal } = new AbortController();
  const { refused } = await sealVault({ orgId, store, ledger, now, signal });
  const targets = await storeTargets({ store, tree: storeTree(store) }, orgId);
  const options = { mode: "full", now: now(), pinned: [signer.key], signal } as const;
  const { findings } = await verify(targets, options);
  return [
    ...refused.map(({ message }) => message),
    ...findings
      .filter((each) => isError(each) || each.kind === "inconsistent")
      .map(({ path, code, message }) => `${path} ${code} ${message}`),
  ];
}

/** Secrets in anything that was written, and customers' words in what is told. */
async function leaks({ s3, logged, told: others, queue, sandbox }: FaultyWorld): Promise<string[]> {
  const told = [...logged.lines, ...others, ...queue.sent].join("\n");
  const found = [SECRET, new RegExp(CUSTOMER_WORDS)].flatMap((each) => each.exec(told)?.[0] ?? []);
  for (const bucket of [ARCHIVE_BUCKET, STAGING_BUCKET])
    for (const key of s3.keys(bucket)) {
      const secret = SECRET.exec(`${key}\n${(await s3.bytes(bucket, key))?.toString("latin1")}`)?.[0];
      if (secret !== undefined) found.push(`${secret} in ${bucket}/${key}`);
    }
  if (sandbox.counts.leakedKeys > 0) found.push("the keys, sent to another origin");
  return found;
}
