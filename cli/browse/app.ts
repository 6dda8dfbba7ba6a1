/** The addresses of the reading window, and what is answered there. */
import { Readable } from "node:stream";
import { type Context, Hono } from "hono";
import { QuestionError } from "../../shared/catalogue/question/mistake.ts";
import { TicketvaultError } from "../../shared/errors.ts";
import type { Logger } from "../../shared/log.ts";
import { guard } from "./guard.ts";
import { listEnd, listStart, mistakePage } from "./list-page.ts";
import { placeOf, type ReadingParts, readFile, readList, readTicketPage } from "./reading.ts";
import type { Session } from "./session.ts";

export interface BrowseParts extends ReadingParts {
  readonly session: Session;
  /** `127.0.0.1:49152`, once the window listens. */
  readonly host: () => string;
  /** What was searched and what was not, in lines. */
  readonly about: () => Promise<string>;
  readonly log: Logger;
}

const HTML = { "content-type": "text/html; charset=utf-8" } as const;
const TICKET = "/ticket/:ticket{[1-9][0-9]{0,15}}";

export function browseApp(parts: BrowseParts): Hono {
  const app = new Hono();
  app.use(guard(parts.host, parts.session));
  app.get("/open/:token", (context) => open(context, parts));
  app.get("/", (context) => list(context, parts));
  app.get(TICKET, async (context) => page(await readTicketPage(parts, numberIn(context)), parts.log));
  app.get(`${TICKET}/:wording{[a-z0-9_]+-[0-9]+}`, async (context) => {
    const ticket = numberIn(context);
    const place = await placeOf(parts, ticket, context.req.param("wording") ?? "");
    return context.redirect(`/ticket/${ticket}${place === undefined ? "" : `#m${place}`}`);
  });
  app.get(`${TICKET}/file/:path{.+}`, (context) => file(context, parts));
  app.notFound((context) => context.text("There is nothing here.\n", 404));
  app.onError((error, context) => {
    if (!(error instanceof TicketvaultError)) parts.log.error("browse.failed", { name: error.name });
    const message =
      error instanceof TicketvaultError ? error.message : "Something failed; the log says more.";
    const isAbsent = error instanceof TicketvaultError && error.code === "not-archived";
    return context.text(`${message}\n`, isAbsent ? 404 : 500);
  });
  return app;
}

/** A redirect would still be the link file's, and a strict cookie is not sent with it: a page of our own leads on. */
function open(context: Context, { session }: BrowseParts): Response {
  const cookie = session.spend(context.req.param("token") ?? "");
  if (cookie === undefined)
    return context.text("This link was used. End `ticketvault browse` and start it again.\n", 403);
  const to =
    context.req.query("q") === undefined ? "/" : `/?q=${encodeURIComponent(context.req.query("q") ?? "")}`;
  const next = `<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${to}"><title>Ticketvault</title><p><a href="${to}">Read</a></p></html>\n`;
  return new Response(next, { headers: { ...HTML, "set-cookie": cookie } });
}

async function list(context: Context, parts: BrowseParts): Promise<Response> {
  const question = (context.req.query("q") ?? "").trim();
  const wanted = Number(context.req.query("page") ?? 0);
  const number = Number.isSafeInteger(wanted) && wanted > 0 ? wanted : 0;
  try {
    const { list: found, facets } = await readList(parts, question, number);
    const markup = async function* () {
      yield Buffer.from(listStart(found).markup);
      // The list is on its way before anything is counted.
      await new Promise(setImmediate);
      yield Buffer.from(listEnd(found, facets(), await parts.about()).markup);
    };
    return page(markup(), parts.log);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    return new Response(mistakePage(question, error.message).markup, { status: 400, headers: HTML });
  }
}

/** Handed over to be kept, never to be shown: a browser would run what an attachment has in it. */
async function file(context: Context, parts: BrowseParts): Promise<Response> {
  const found = await readFile(parts, numberIn(context), context.req.param("path") ?? "");
  if (found === undefined) return context.notFound();
  const { name, body } = found;
  return new Response(streamOf(body, parts.log), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escape)}`,
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
}

function page(body: AsyncIterable<Uint8Array>, log: Logger): Response {
  return new Response(streamOf(body, log), { headers: HTML });
}

/** What fails on the way breaks the answer off: half a page must not look whole. */
function streamOf(body: AsyncIterable<Uint8Array>, log: Logger): ReadableStream {
  const readable = Readable.from(body);
  readable.on("error", (error) => {
    const code = error instanceof TicketvaultError ? error.code : "unexpected";
    log.warn("browse.broken-off", { code });
  });
  return Readable.toWeb(readable) as ReadableStream;
}

function numberIn(context: Context): number {
  return Number(context.req.param("ticket"));
}
