/** Cleans file names from outside into segments that are safe in S3 keys, folders and zips on any system. */
import { sha256Hex } from "../digest.ts";
import { decodedWords } from "./encoded-word.ts";

const MAX_CHARACTERS = 80;
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/**
 * A cleaned, shortened form: letters and digits of any script, `.`, `_`, `-`, `+`, `(` and `)`; at most 80
 * characters with the extension kept. The original stays data in `ticket.json`; distinctness is the caller's, which
 * puts a number in front. `þ` becomes `th`: Concordance load files quote with it, so no path in them can hold it.
 */
export function safeFileName(original: string): string {
  const cleaned = bounded(original)
    .normalize("NFC")
    .replaceAll("\u00fe", "th")
    .replace(/[^\p{L}\p{M}\p{N}._+()-]+/gu, "_")
    .replace(/_*\.[._]*\./gu, ".")
    .replace(/^[._]+|[._]+$/gu, "");
  const [stem, extension] = split(cleaned);
  if (stem === "") return extension === "" ? "file" : `file${extension}`;
  const short = shorten(RESERVED.test(stem) ? `${stem}_` : stem, MAX_CHARACTERS - extension.length);
  // Windows drops a dot at the end.
  return `${short}${extension}`.replace(/\.+$/u, "");
}

/** A folder name for an id from outside: the id itself when it is a plain number, else a digest of it. */
export function safeIdFolder(id: string | null): string {
  if (id === null) return "none";
  return /^[0-9]{1,19}$/.test(id) ? id : `id-${sha256Hex(id).slice(0, 16)}`;
}

/**
 * The name under which an attachment is stored: its own, an encoded word decoded; without one, by the type that was
 * declared. The original name stays data in `ticket.json`.
 */
export function storedFileName(fileName: string | null, declaredType: string | null): string {
  const name = safeFileName(decodedWords(fileName ?? ""));
  return name === "file" ? `file${endingOf(declaredType)}` : name;
}

/** Types that people attach to messages, with the ending by which their systems know them. */
const ENDINGS: Readonly<Record<string, string>> = {
  "application/msword": ".doc",
  "application/pdf": ".pdf",
  "application/vnd.ms-excel": ".xls",
  "application/vnd.ms-outlook": ".msg",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
  "application/zip": ".zip",
  "audio/mpeg": ".mp3",
  "audio/wav": ".wav",
  "image/bmp": ".bmp",
  "image/gif": ".gif",
  "image/heic": ".heic",
  "image/jpeg": ".jpg",
  "image/png": ".png",
  "image/tiff": ".tif",
  "image/webp": ".webp",
  "message/rfc822": ".eml",
  "text/calendar": ".ics",
  "text/csv": ".csv",
  "text/plain": ".txt",
  "text/vcard": ".vcf",
  "video/mp4": ".mp4",
  "video/quicktime": ".mov",
};

function endingOf(declaredType: string | null): string {
  const type = (declaredType ?? "").split(";", 1).join("").trim().toLowerCase();
  return Object.hasOwn(ENDINGS, type) ? (ENDINGS[type] ?? "") : "";
}

/** The beginning and the end of a long name: what follows takes more than linear time. */
function bounded(name: string): string {
  return name.length <= 300 ? name : name.slice(0, 200) + name.slice(-100);
}

function split(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? "" : name.slice(dot);
  return /^\.[A-Za-z0-9]{1,10}$/.test(extension) ? [name.slice(0, dot), extension] : [name, ""];
}

/** Cuts by code points, so that no surrogate pair is split, and never more than 200 bytes of UTF-8. */
function shorten(stem: string, characters: number): string {
  let kept = "";
  for (const point of [...stem].slice(0, characters)) {
    if (Buffer.byteLength(kept + point) > 200) break;
    kept += point;
  }
  return kept;
}
