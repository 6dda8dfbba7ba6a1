/** Archives of generated tickets, published by the archive flow's own commit code, without asking anybody for them. */
import { createCipheriv, createHash } from "node:crypto";
import { readHead } from "../../shared/archive/head.ts";
import { ticketPlace } from "../../shared/archive/place.ts";
import { commitVersion } from "../../shared/archive/publish.ts";
import { nextInventory } from "../../shared/ocfl/inventory.ts";
import type { ObjectStore, StagedFile } from "../../shared/store/object-store.ts";
import { ensureStorageRoot } from "../../shared/store/storage-root.ts";
import {
  NORMALIZER,
  type StoredAttachment,
  TICKET_SCHEMA,
  type TicketDocument,
  ticketBytes,
} from "../../shared/ticket/document.ts";
import { unknownTicket } from "../../shared/ticket/merge-details.ts";

export const ORG = 22824;

export interface GeneratedTicket {
  readonly ticketId: number;
  /** Bytes of each attachment; every conversation has one. */
  readonly attachments: readonly number[];
  /** Characters of each message. */
  readonly text?: number;
  readonly created?: string;
  /** Makes one version differ from another. */
  readonly note?: string;
}

/** Publishes the next version of a ticket, and gives its number: `v1`. */
export async function archiveGenerated(store: ObjectStore, given: GeneratedTicket): Promise<string> {
  const { ticketId, created = "2026-01-02T03:04:05.678Z" } = given;
  const place = ticketPlace(store, ORG, ticketId);
  await ensureStorageRoot(store, ORG);
  const head = await readHead(place);
  const files: StagedFile[] = [];
  for (const [index, size] of given.attachments.entries()) {
    files.push(await store.stage(place.area, `attachment-${index}`, bytesOf(`${ticketId}.${index}`, size)));
  }
  const document = documentOf(given, files);
  const source = await store.stage(
    place.area,
    "source.json",
    Buffer.from(JSON.stringify(document.conversations)),
  );
  const ticket = await store.stage(place.area, "ticket.json", ticketBytes(document));
  const paths = document.conversations.flatMap(({ attachments }) => attachments.map((each) => pathOf(each)));
  const next = nextInventory(head?.inventory, {
    id: place.id,
    created,
    message: "Generated.",
    user: { name: "tests", address: `urn:leadsquared:${ORG}` },
    files: new Map([
      ...files.map((file, index): [string, string] => [paths[index] ?? "", file.sha256]),
      ["ticket.json", ticket.sha256],
      ["source.json", source.sha256],
    ]),
  });
  await commitVersion(place, head, next, [...files, ticket, source]);
  return next.head;
}

function documentOf(
  { ticketId, text = 2_000, note = "" }: GeneratedTicket,
  files: readonly StagedFile[],
): TicketDocument {
  const conversations = files.map((file, index) => ({
    key: String(ticketId * 100 + index),
    id: String(ticketId * 100 + index),
    ...SEEN,
    wordingSince: "v1",
    type: index % 2 === 0 ? "InboundEmail" : "OutboundEmail",
    direction: index % 2 === 0 ? ("inbound" as const) : ("outbound" as const),
    channel: "email" as const,
    createdAt: `2026-01-0${(index % 9) + 1}T10:00:00.000Z`,
    createdAtRaw: `2026-01-0${(index % 9) + 1} 10:00:00`,
    createdBy: null,
    text: null,
    html: `<p>${note}${words(`${ticketId}.${index}`, text)}</p>`,
    attachments: [attachmentOf(ticketId, index, file)],
    revisions: [],
    extra: {},
  }));
  const count = files.length;
  return {
    schema: TICKET_SCHEMA,
    normalizer: NORMALIZER,
    source: { system: "LeadSquared Service CRM", orgId: ORG, call: "Get Ticket Conversations" },
    ticket: unknownTicket(ticketId),
    capture: {
      host: "apigw.example",
      tenantId: ORG,
      activityTypes: ["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound"],
      attachmentHosts: [],
      coverage: { covers: [], doesNotCover: [] },
      total: count,
      envelope: {},
    },
    completeness: {
      status: "complete",
      conversations: { expected: count, received: count, noLongerListed: 0 },
      attachments: { expected: count, stored: count, doubtful: 0, failed: 0 },
      problems: [],
    },
    conversations,
    extra: {},
  };
}

const SEEN = { firstSeen: "v1", lastSeen: null, listed: true } as const;

function attachmentOf(ticketId: number, index: number, { sha256, size }: StagedFile): StoredAttachment {
  return {
    foundIn: "Attachments",
    id: null,
    fileName: "scan.bin",
    declaredSize: size,
    declaredType: "application/octet-stream",
    contentId: null,
    contentLocation: null,
    sourceUrl: null,
    ...SEEN,
    status: "stored",
    path: `attachments/${ticketId * 100 + index}/1-scan.bin`,
    size,
    sha256,
    flags: [],
    extra: {},
  };
}

function pathOf(attachment: TicketDocument["conversations"][number]["attachments"][number]): string {
  return attachment.status === "stored" ? attachment.path : "";
}

/** Bytes that do not compress, always the same for a seed. */
function bytesOf(seed: string, size: number): Buffer {
  const key = createHash("sha256").update(seed).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

function words(seed: string, characters: number): string {
  return bytesOf(`words ${seed}`, Math.ceil(characters / 6))
    .toString("hex")
    .replace(/(.{5})/g, "$1 ")
    .slice(0, characters);
}
