/** Every key of an export in the place where it is put: the plan, and of each part its zip and what is said of it. */
import type { ExportPlan } from "./plan.ts";

/** What was asked for and the versions that were pinned; written first. */
export function planKey(id: string): string {
  return `${id}/plan.json`;
}

/** Written last: what it names is all there. */
export function summaryKey(id: string): string {
  return `${id}/export.json`;
}

/** A file for all tickets of the export, beside the parts. @param path of its table */
export function productionKey(id: string, path: string): string {
  return `${id}/${path}`;
}

/** Beside the zips, where a certificate was asked for. */
export const CERTIFICATE_NAME = "certificate.html";
/** The digests that the certificate encloses, as CSV. */
export const HASH_REPORT_NAME = "hash-report.csv";

/** Beside the zips once the production is sealed: its record, the entry that seals it, the signature and the key of that. */
export const PRODUCTION_FILES = {
  record: "production.json",
  entry: "production-seal.json",
  signature: "production-seal.json.sig",
  key: "production-seal.pem",
} as const;

/** `export-0123456789abcdef-part-001-of-003`: a part's name, and the one folder in its zip. */
export function partName({ id, parts }: Pick<ExportPlan, "id" | "parts">, number: number): string {
  const digits = Math.max(3, String(parts.length).length);
  const padded = (n: number): string => String(n).padStart(digits, "0");
  return `export-${id}-part-${padded(number)}-of-${padded(parts.length)}`;
}

export interface PartKeys {
  readonly zip: string;
  /** What its tickets add to the tables of the export. */
  readonly rows: string;
  /** What was packed, as JSON. */
  readonly receipt: string;
  /** The zip's SHA-256 as `sha256sum` takes it, written last: with it the part is whole. */
  readonly sidecar: string;
}

/** The name of a part's file of rows. @param name as `partName` gives it */
export function rowsName(name: string): string {
  return `${name}.rows.ndjson`;
}

/** The keys of one part. @param name as `partName` gives it */
export function partKeys(id: string, name: string): PartKeys {
  const base = `${id}/${name}`;
  return {
    zip: `${base}.zip`,
    rows: `${id}/${rowsName(name)}`,
    receipt: `${base}.json`,
    sidecar: `${base}.zip.sha256`,
  };
}
