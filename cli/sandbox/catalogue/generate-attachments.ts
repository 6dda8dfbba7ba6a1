/** Makes up the attachments of a generated message. */
import { type Random, uuidOf } from "../random.ts";
import type { SandboxAttachment } from "./ticket-schema.ts";

interface Kind {
  readonly contentType: string;
  readonly names: readonly string[];
  /** Usual sizes in bytes. */
  readonly smallest: number;
  readonly largest: number;
}

const image: Kind = {
  contentType: "image/png",
  names: ["screenshot.png", "Bildschirmfoto 2024-05-03.png", "IMG_2041.png"],
  smallest: 8192,
  largest: 60_000,
};
const kinds: readonly Kind[] = [
  image,
  {
    contentType: "application/pdf",
    names: ["invoice.pdf", "Rechnung März.pdf", "statement (1).pdf"],
    smallest: 2000,
    largest: 40_000,
  },
  {
    contentType: "text/plain",
    names: ["error log.txt", "रसीद.txt", "notes.txt"],
    smallest: 200,
    largest: 6000,
  },
  {
    contentType: "text/csv",
    names: ["orders.csv", "売上.csv"],
    smallest: 200,
    largest: 9000,
  },
];

/**
 * None in about half of the messages, else one to three, and before them the inline image that `contentId` names.
 * `owner` identifies the message; the ids in the paths follow from it.
 */
export function generateAttachments(
  random: Random,
  owner: readonly (string | number)[],
  contentId: string | undefined,
  bytes: number | undefined,
): SandboxAttachment[] {
  const count = random.chance(0.5) ? 0 : 1 + random.integer(3);
  const wanted = Array.from({ length: count }, () => random.pick(kinds));
  const inline = contentId === undefined ? [] : [image];
  return [...inline, ...wanted].map((kind, index) => {
    const isInline = contentId !== undefined && index === 0;
    return {
      Id: null,
      FileName: isInline ? "image001.png" : random.pick(kind.names),
      FileSize: bytes ?? kind.smallest + random.integer(kind.largest - kind.smallest),
      ContentType: kind.contentType,
      ContentPath: `email/${uuidOf(...owner, index)}`,
      ContentLocation: null,
      ContentId: isInline ? contentId : null,
      Ttl: 60,
    };
  });
}
