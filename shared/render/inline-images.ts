/** Reads the images that a message shows among its attachments, as `data:` URIs of bounded size. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import type { Attachment, StoredAttachment } from "../ticket/document.ts";
import { attachmentOf } from "../ticket/pictures.ts";
import type { MessageBody } from "./body/model.ts";
import { counted } from "./html.ts";
import { imagesOf } from "./read-message.ts";
import type { OpenAttachment } from "./ticket.ts";

/** What one page may still take of images, in bytes; shared by its messages. */
export interface ImageBudget {
  left: number;
}

/** Bytes of images in one page. */
const MOST_IN_PAGE = 20 * 1024 * 1024;
/** Bytes of one image. */
const LARGEST = 4 * 1024 * 1024;

/** The budget of a new page: 20 MiB. */
export function imageBudget(): ImageBudget {
  return { left: MOST_IN_PAGE };
}

export interface InlineImages {
  /** `data:` URIs by attachment. */
  readonly images: ReadonlyMap<Attachment, string>;
  /** Why others are not shown, in sentences. */
  readonly notes: readonly string[];
}

/** @throws IntegrityError `content-altered` when an image has not the digest that the archive has of it */
export async function inlineImages(
  { blocks }: MessageBody,
  attachments: readonly Attachment[],
  open: OpenAttachment,
  budget: ImageBudget,
): Promise<InlineImages> {
  const images = new Map<Attachment, string>();
  const notes: string[] = [];
  const named = new Set([...imagesOf(blocks)].map(({ src }) => src));
  const shown = new Set([...named].flatMap((src) => attachmentOf(src, attachments) ?? []));
  for (const attachment of shown) {
    if (attachment.status !== "stored") continue;
    if (attachment.size > LARGEST || attachment.size > budget.left) {
      notes.push(
        `An inline image of ${counted(attachment.size, "byte")} is too large for this page; see below.`,
      );
      continue;
    }
    const bytes = await readWhole(attachment, open);
    const type = imageType(bytes);
    if (type === undefined) {
      notes.push("An inline image is none of PNG, JPEG, GIF or WebP and is not shown; see below.");
      continue;
    }
    budget.left -= bytes.length;
    images.set(attachment, `data:${type};base64,${bytes.toString("base64")}`);
  }
  return { images, notes };
}

async function readWhole({ path, sha256 }: StoredAttachment, open: OpenAttachment): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of open(path)) {
    size += chunk.length;
    if (size > LARGEST) break;
    chunks.push(Buffer.from(chunk));
  }
  const bytes = Buffer.concat(chunks);
  if (sha256Hex(bytes) === sha256) return bytes;
  const message = `An attachment is not what the archive says of it (${path}). Run \`ticketvault verify\`.`;
  throw new IntegrityError("content-altered", message);
}

const SIGNATURES: readonly (readonly [type: string, pattern: RegExp])[] = [
  ["image/png", /^\x89PNG\r\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF.{4}WEBP/s],
];

/** By the first bytes, whatever the sender called it: none of these types can hold markup. */
function imageType(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 16).toString("latin1");
  return SIGNATURES.find(([, pattern]) => pattern.test(start))?.[0];
}
