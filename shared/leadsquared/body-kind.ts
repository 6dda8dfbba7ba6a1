/** Tells by a file's first bytes whether it is of the kind that was declared, or a page, a document of XML or JSON in its place. */

/** Bytes that are enough to tell; blanks may stand before what tells. */
export const HEAD_BYTES = 4096;

const PAGE =
  /^<(?:!--|\?xml\b|(?:!doctype|html|head|body|title|script|style|meta|link|div|p|h[1-6]|center|table|pre|error|message)\b)/i;
const JSON_START = /^(?:\{\s*(?:"|\}|$)|\[\s*(?:[[{"\]]|-?\d|$))/;

const MARKUP = new Set(["text/html", "application/xhtml+xml", "application/xml", "text/xml"]);

/** The type and subtype of a media type, in lower case and without parameters; undefined when there is none. */
export function essence(mediaType: string | undefined): string | undefined {
  return mediaType?.split(";")[0]?.trim().toLowerCase() || undefined;
}

/** What the first bytes look like, in UTF-8 or UTF-16. */
export function startOf(head: Uint8Array): "page" | "json" | "other" {
  const text = decoded(head.subarray(0, HEAD_BYTES)).trimStart();
  if (PAGE.test(text)) return "page";
  return JSON_START.test(text) ? "json" : "other";
}

function decoded(head: Uint8Array): string {
  const [first, second] = head;
  // Pages of two bytes a character begin with a mark, or with ASCII between zeros.
  if ((first === 0xff && second === 0xfe) || second === 0) return new TextDecoder("utf-16le").decode(head);
  if ((first === 0xfe && second === 0xff) || first === 0) return new TextDecoder("utf-16be").decode(head);
  return new TextDecoder().decode(head);
}

/** Whether a page or JSON may be the file itself, by the type that was declared. */
export function mayBe(start: "page" | "json", declared: string | undefined): "yes" | "no" | "unknown" {
  const type = essence(declared);
  if (type === undefined || /^(?:application|binary)\/octet-stream$/.test(type)) return "unknown";
  if (MARKUP.has(type) || /\+(?:xml|json)$/.test(type) || type === "application/json") return "yes";
  if (type.startsWith("text/")) return start === "json" || type !== "text/plain" ? "yes" : "unknown";
  return /^(?:image|audio|video|font)\//.test(type) || SIGNATURES.has(type) ? "no" : "unknown";
}

const ascii = (text: string): RegExp => new RegExp(`^${text}`, "s");
const ZIP = ascii("PK(?:\x03\x04|\x05\x06|\x07\x08)");
/** Microsoft's compound files: also encrypted documents of the newer kind. */
const COMPOUND = ascii("\xd0\xcf\x11\xe0");
/** Any picture: what LeadSquared calls a JPEG may be a PNG. */
const PICTURE = ascii(
  "(?:\x89PNG|\xff\xd8\xff|GIF8|BM|II[*+]\0|MM\0[*+]|RIFF.{4}WEBP|.{4}ftyp(?:hei|hev|mif|msf|avi)|\0\0[\x01\x02]\0)",
);
const OFFICE = "application/vnd.openxmlformats-officedocument";

/** How files of the common kinds begin, by media type; bytes as characters. */
const SIGNATURES: ReadonlyMap<string, readonly RegExp[]> = new Map<string, readonly RegExp[]>([
  ["application/pdf", [ascii(".{0,1020}%PDF-")]],
  ...["png", "jpeg", "jpg", "pjpeg", "gif", "bmp", "webp", "tiff", "heic"].map(
    (kind) => [`image/${kind}`, [PICTURE]] as const,
  ),
  ...["zip", "x-zip-compressed"].map((kind) => [`application/${kind}`, [ZIP]] as const),
  ...["wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation"].map(
    (kind) => [`${OFFICE}.${kind}`, [ZIP, COMPOUND]] as const,
  ),
  ["application/msword", [COMPOUND, ZIP, ascii("\\{\\\\rtf")]],
  ["application/vnd.ms-excel", [COMPOUND, ZIP, ascii("[\x09<]|[^\x00]{2}")]],
  ["application/vnd.ms-powerpoint", [COMPOUND, ZIP]],
  ["application/gzip", [ascii("\x1f\x8b")]],
]);

/** Whether the first bytes can be those of the declared type; true for types whose files begin anyhow. */
export function fitsSignature(head: Uint8Array, declared: string | undefined): boolean {
  const signatures = SIGNATURES.get(essence(declared) ?? "");
  const start = Buffer.from(head).toString("latin1");
  return signatures === undefined || signatures.some((signature) => signature.test(start));
}
