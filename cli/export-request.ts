/** Reads what an export shall be: which tickets, for whom and why, in which forms. */
import { StoreError, UsageError } from "../shared/errors.ts";
import { FORMAT_NAMES } from "../shared/export/formats.ts";
import { CERTIFICATES, type ExportRequest, parseExportRequest } from "../shared/export/request.ts";
import { parseTicketId } from "../shared/ticket/ids.ts";
import { questionSetting, type VaultAnswer } from "./ask-vault.ts";
import { together } from "./checks.ts";
import type { Given } from "./settings.ts";
import { readTicketList } from "./ticket-list.ts";
import { readTime } from "./time.ts";

/** The options as commander gives them. */
export interface ExportFlags {
  readonly matter: string;
  readonly requestedBy: string;
  readonly reason: string;
  readonly tickets?: string;
  readonly csv?: string;
  readonly query?: string;
  readonly dryRun?: true;
  readonly column?: string;
  readonly archivedFrom?: string;
  readonly archivedTo?: string;
  readonly sentFrom?: string;
  readonly sentTo?: string;
  readonly direction?: string;
  readonly changed?: true;
  readonly leaveOutAltered?: true;
  readonly out: string;
  readonly formats?: string;
  readonly zone?: string;
  readonly partSize: string;
  /** True where no form was named. */
  readonly certificate?: string | true;
}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: 1024 ** 3,
  TIB: 1024 ** 4,
};

/**
 * A question stands in it without what it finds, which `withAnswer` adds.
 * @param note told which column of a list was read. @throws UsageError with all that is wrong
 */
export async function exportRequest(
  flags: ExportFlags,
  settings: Given,
  note: (line: string) => void,
): Promise<ExportRequest> {
  const [selection, formats, partSize, certificate] = await together([
    readSelection(flags, settings, note),
    readFormats(flags.formats),
    readSize(flags.partSize),
    readCertificate(flags.certificate),
  ]);
  const { matter, requestedBy, reason, zone, leaveOutAltered } = flags;
  const given = { matter, requestedBy, reason, selection, formats, zone, partSize, leaveOutAltered };
  return parseExportRequest({ ...given, ...(certificate !== undefined && { certificate }) });
}

/** For exactly the tickets that its question found. @throws StoreError `nothing-found` */
export function withAnswer(request: ExportRequest, { found }: VaultAnswer): ExportRequest {
  if (found.size === 0)
    throw new StoreError("nothing-found", "The question finds no ticket. Nothing was exported.");
  return { ...request, selection: { ...request.selection, tickets: [...found.keys()] } };
}

async function readSelection(
  flags: ExportFlags,
  settings: Given,
  note: (line: string) => void,
): Promise<ExportRequest["selection"]> {
  const { tickets, csv, column, query, direction, changed } = flags;
  if (query !== undefined && (tickets ?? csv) !== undefined)
    throw new UsageError(
      "Give --query without --tickets and --csv: in a question, ticket:(143 OR 144) stands for numbers.",
    );
  if ((tickets !== undefined && csv !== undefined) || (column !== undefined && csv === undefined))
    throw new UsageError(
      "Give ticket numbers with --tickets or with --csv, not both; --column goes with --csv.",
    );
  const [question, numbers, archivedFrom, archivedTo, sentFrom, sentTo] = await together([
    query === undefined ? undefined : questionSetting(query, settings),
    tickets === undefined ? readList(csv, column, note) : readTickets(tickets),
    ...SPANS.map(([name, flag, other]) => readEnd(flags[name], flag, flags[other])),
  ] as const);
  const selection = {
    ...{ tickets: numbers, question, archivedFrom, archivedTo, sentFrom, sentTo, changed },
    ...(direction !== undefined && { direction: readDirection(direction) }),
  };
  if (Object.values(selection).some((each) => each !== undefined)) return selection;
  throw new UsageError(
    "Say which tickets: --tickets 143,144, --csv FILE, --query QUESTION, --archived-from with --archived-to, --sent-from with --sent-to, --direction, or --changed; of several, all must hold.",
  );
}

/** The options of spans of time, each with the one that it goes with. */
const SPANS = [
  ["archivedFrom", "--archived-from", "archivedTo"],
  ["archivedTo", "--archived-to", "archivedFrom"],
  ["sentFrom", "--sent-from", "sentTo"],
  ["sentTo", "--sent-to", "sentFrom"],
] as const;

/** One end of a span; with neither there is none. */
async function readEnd(
  text: string | undefined,
  flag: string,
  other: string | undefined,
): Promise<string | undefined> {
  return text === undefined && other === undefined ? undefined : readTime(text, flag);
}

function readDirection(text: string): "inbound" | "outbound" {
  if (text === "inbound" || text === "outbound") return text;
  throw new UsageError(`--direction ${JSON.stringify(text.slice(0, 40))}: choose from inbound, outbound.`);
}

async function readList(
  path: string | undefined,
  column: string | undefined,
  note: (line: string) => void,
): Promise<number[] | undefined> {
  if (path === undefined) return undefined;
  const { ids } = await readTicketList({ path, column, note });
  return [...ids];
}

async function readTickets(text: string): Promise<number[]> {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  if (names.length === 0)
    throw new UsageError("--tickets is empty: give ticket numbers, such as --tickets 143,144.");
  return together(names.map(async (name) => parseTicketId(name, "--tickets")));
}

async function readFormats(text: string | undefined): Promise<string[] | undefined> {
  if (text === undefined) return undefined;
  const names = text.split(",").flatMap((name) => name.trim().toLowerCase() || []);
  const known: readonly string[] = FORMAT_NAMES;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return names;
  throw new UsageError(
    `--formats ${unknown.join(",")}: choose from ${known.join(",")}; without any, only the archived files are packed.`,
  );
}

async function readCertificate(form: string | true | undefined): Promise<string | undefined> {
  if (form === undefined) return undefined;
  const [plain, ...others] = CERTIFICATES;
  if (form === true) return plain;
  if (CERTIFICATES.some((known) => known === form)) return form;
  throw new UsageError(
    `--certificate ${JSON.stringify(form.slice(0, 40))}: give it alone, or with ${others.join(" or ")}.`,
  );
}

async function readSize(text: string): Promise<number> {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toUpperCase()];
  const bytes = factor === undefined || digits === "" ? Number.NaN : Math.round(Number(digits) * factor);
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new UsageError(`--part-size ${JSON.stringify(text.slice(0, 40))}: give a size such as 1GB or 500MB.`);
}
