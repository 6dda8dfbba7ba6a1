/** `/exports`: starts exports, and hands out what came of them. */
import type * as z from "zod";
import { type TicketList, ticketsOfTable } from "../../shared/archive/ticket-list.ts";
import { UsageError } from "../../shared/errors.ts";
import { type ExportReceipt, readExport } from "../../shared/export/export-receipt.ts";
import { productionKey } from "../../shared/export/keys.ts";
import { type ExportRequest, parseExportRequest } from "../../shared/export/request.ts";
import { forAll } from "../../shared/for-all.ts";
import type { Output } from "../../shared/store/output.ts";
import type { LinkSigner } from "../../shared/store/s3-presign.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { type Answer, jsonAnswer } from "../common/http/answer.ts";
import type { ApiDependencies, Call } from "./dependencies.ts";
import type { ExportAnswer } from "./export-answers.ts";
import { exportBody } from "./export-body.ts";
import { readJsonBody } from "./json-body.ts";
import { ProblemError } from "./problems.ts";

/** The state machine takes 256 KiB. */
const MAX_BYTES = 200_000;
const LINK_SECONDS = 3600;
/** More are named by export.json. */
const MOST_LEFT_OUT = 1_000;
/** Parts that S3 is asked for at once. */
const PARTS_AT_ONCE = 16;

/** @throws ProblemError */
export async function startExport(dependencies: ApiDependencies, call: Call): Promise<Answer> {
  const body = readJsonBody(call.event, exportBody, MAX_BYTES);
  const caller = call.event.requestContext.authorizer?.iam?.userArn;
  const { request, columnRead } = await requestOf(body, caller);
  const { runs } = await dependencies.openExports();
  const run = await runs.start(request);
  const answer: ExportAnswer = {
    run,
    status: "running",
    failure: null,
    ...(columnRead !== undefined && { columnRead }),
    export: null,
  };
  return jsonAnswer(202, answer, { location: `/exports/${run}` });
}

/** @throws ProblemError */
export async function showExport(dependencies: ApiDependencies, { path }: Call): Promise<Answer> {
  const run = path["run"] ?? "";
  const { runs, output, link } = await dependencies.openExports();
  const found = /^[A-Za-z0-9-]{1,80}$/.test(run) ? await runs.find(run) : undefined;
  if (found === undefined)
    throw new ProblemError("no-such-export", "GET takes the id that POST /exports answered.");
  const { status, exportId, failure = null } = found;
  const receipt = exportId === undefined ? undefined : await readExport(output, exportId);
  if (exportId !== undefined && receipt === undefined) throw keptNoLonger();
  if (receipt !== undefined) await checkKept(receipt, output);
  const shown = receipt === undefined ? null : await exportOf(receipt, link);
  return jsonAnswer(200, { run, status, failure, export: shown } satisfies ExportAnswer);
}

/** Of an export that was asked for twice, the parts of the first run expire before what the second says of them. */
async function checkKept({ id, parts, files }: ExportReceipt, output: Output): Promise<void> {
  const check = async ({ file, size }: ExportReceipt["files"][number]): Promise<void> => {
    if ((await output.size(productionKey(id, file))) !== size) throw keptNoLonger();
  };
  await forAll([...parts, ...files], PARTS_AT_ONCE, check);
}

function keptNoLonger(): ProblemError {
  return new ProblemError("no-such-export", "The export has expired and was deleted. Ask for it again.");
}

interface Requested {
  readonly request: ExportRequest;
  /** Of a table, which column was read. */
  readonly columnRead: string | undefined;
}

async function requestOf(body: z.infer<typeof exportBody>, caller: string | undefined): Promise<Requested> {
  const { tickets, csv, column, requestedBy = caller ?? "api", ...others } = body;
  const { archivedFrom, archivedTo, sentFrom, sentTo, direction, changed, ...rest } = others;
  try {
    const list = csv === undefined ? undefined : await tableOf(csv, column);
    const ids = list?.ids ?? tickets?.map((ticket, index) => parseTicketId(ticket, `tickets[${index}]`));
    const selection = { tickets: ids, archivedFrom, archivedTo, sentFrom, sentTo, direction, changed };
    return {
      request: parseExportRequest({ ...rest, requestedBy, ...authenticatedAs(caller), selection }),
      columnRead: list?.column,
    };
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new ProblemError("cannot-export", cause.message, { cause });
  }
}

function authenticatedAs(caller: string | undefined): { readonly authenticated?: string } {
  return caller === undefined ? {} : { authenticated: caller };
}

function tableOf(csv: string, column: string | undefined): Promise<TicketList> {
  const body = (async function* () {
    yield Buffer.from(csv);
  })();
  return ticketsOfTable({ body, name: "csv", column, columnOption: "the field column" });
}

async function exportOf(
  receipt: ExportReceipt,
  link: LinkSigner,
): Promise<NonNullable<ExportAnswer["export"]>> {
  const { id, completeness, tickets, leftOut, notSelected } = receipt;
  const expires = await link.expiry(LINK_SECONDS);
  const parts = [];
  const files = [];
  const linkTo = (file: string): Promise<string> =>
    link.sign(productionKey(id, file), { seconds: LINK_SECONDS });
  for (const { number, ...part } of receipt.parts) parts.push({ ...part, url: await linkTo(part.file) });
  for (const file of receipt.files) files.push({ ...file, url: await linkTo(file.file) });
  return {
    id,
    completeness,
    tickets,
    leftOutCount: leftOut.length,
    leftOut: leftOut.slice(0, MOST_LEFT_OUT),
    notSelectedCount: notSelected.count,
    parts,
    files,
    linksExpireAt: expires.toISOString(),
  };
}
