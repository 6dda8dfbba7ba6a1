/** What the window reads: lists from the index of words, tickets and their files from the vault. */
import { createHash } from "node:crypto";
import { ticketPlace } from "../../shared/archive/place.ts";
import { type PublishedTicket, readPublished } from "../../shared/archive/read-published.ts";
import { ALL } from "../../shared/catalogue/facts.ts";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../shared/catalogue/question/resolve.ts";
import type { ResolvedQuestion } from "../../shared/catalogue/question/tree.ts";
import type { Facets, SearchIndex } from "../../shared/catalogue/search-index.ts";
import { soughtIn } from "../../shared/catalogue/snippet.ts";
import { IntegrityError, StoreError } from "../../shared/errors.ts";
import { findSeal } from "../../shared/ledger/find-seal.ts";
import { ledgerHead } from "../../shared/ledger/ledger-head.ts";
import type { People } from "../../shared/people.ts";
import { wordingName } from "../../shared/render/control-number.ts";
import { shownMessages } from "../../shared/render/shown.ts";
import { exportTicket } from "../../shared/render/ticket.ts";
import { transcriptPage } from "../../shared/render/transcript.ts";
import { TICKET_STYLE } from "../../shared/render/window-style.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { heldIn } from "../ask-vault.ts";
import type { OpenStore } from "../wiring.ts";
import type { ListPage } from "./list-page.ts";
import { ticketTop } from "./ticket-page.ts";

export interface ReadingParts {
  readonly orgId: number;
  readonly opened: Pick<OpenStore, "store" | "legalHold">;
  readonly index: SearchIndex;
  readonly people: People | undefined;
  /** IANA name. */
  readonly zone: string;
}

const ON_A_PAGE = 50;
/** Lists are read from their beginning: what is older is found by a narrower question. */
const MOST_PAGES = 200;

export interface Listed {
  readonly list: ListPage;
  /** Takes longer than the list. */
  facets(): Facets;
}

/** @throws QuestionError */
export async function readList(
  { orgId, opened, index, people, zone }: ReadingParts,
  question: string,
  wantedPage: number,
): Promise<Listed> {
  const all: ResolvedQuestion = { kind: "fact", fact: ALL, prefix: false };
  const holds = () => heldIn(opened, orgId);
  const resolved =
    question === "" ? all : await resolveQuestion(parseQuestion(question, zone), { people, holds });
  const page = Math.min(wantedPage, MOST_PAGES - 1);
  const found = [...index.find(resolved, (page + 1) * ON_A_PAGE + 1)].slice(page * ON_A_PAGE);
  const hits = found.slice(0, ON_A_PAGE);
  const hasMore = found.length > ON_A_PAGE && page + 1 < MOST_PAGES;
  const customers = [...new Set(hits.flatMap(({ customer }) => customer ?? []))];
  return {
    list: { question, zone, page, hits, hasMore, sought: soughtIn(resolved) },
    facets: () => index.facets(resolved, { zone, customers }),
  };
}

/** The newest version's transcript. @throws StoreError `not-archived`; IntegrityError */
export async function readTicketPage(
  { orgId, opened, people, zone }: ReadingParts,
  ticketId: number,
): Promise<AsyncGenerator<Uint8Array>> {
  const { store, legalHold } = opened;
  const place = ticketPlace(store, orgId, ticketId);
  const published = await readPublished(place, undefined);
  const { version, versions, files, headSha256: inventorySha256, document } = published;
  const created = versions.find((each) => each.version === version)?.created ?? "";
  const matters = legalHold === undefined ? undefined : ((await heldIn(opened, orgId)).get(ticketId) ?? []);
  const last = (await ledgerHead(store, orgId))?.sequence ?? 0;
  const named = { orgId, ticketId, version: Number(version.slice(1)) };
  const seal = await findSeal(storeTree(store), named, { created, last });
  const contentPath = (logicalPath: string): string => files[logicalPath]?.path ?? logicalPath;
  const shown = { orgId, ticketId, version, created, inventorySha256 };
  const objectFolder = `${store.location}/${place.object}`;
  return transcriptPage(
    await exportTicket(shown, document, contentPath, people),
    {
      zone,
      open: (path) => checkedFile(opened.store, published, `${place.object}/${contentPath(path)}`, path),
      window: { style: TICKET_STYLE, top: ticketTop(published, { matters, seal, inventorySha256 }) },
    },
    {
      objectFolder,
      digestCommand: `sha256sum ${objectFolder}/${version}/inventory.json`,
      linkTo: (path) => `/ticket/${ticketId}/file/${path.split("/").map(encodeURIComponent).join("/")}`,
    },
  );
}

/** Where a message stands on its ticket's page, from 1; undefined for none of the ticket's. */
export async function placeOf(
  { orgId, opened }: ReadingParts,
  ticketId: number,
  wording: string,
): Promise<number | undefined> {
  const { document } = await readPublished(ticketPlace(opened.store, orgId, ticketId), undefined);
  const place = shownMessages(document).findIndex((message) => wordingName(message) === wording);
  return place < 0 ? undefined : place + 1;
}

export interface ReadFile {
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** A file of the newest version by its path in the object; undefined for any other path. */
export async function readFile(
  { orgId, opened: { store } }: ReadingParts,
  ticketId: number,
  path: string,
): Promise<ReadFile | undefined> {
  const place = ticketPlace(store, orgId, ticketId);
  const published = await readPublished(place, undefined);
  const [logicalPath] = Object.entries(published.files).find(([, file]) => file.path === path) ?? [];
  if (logicalPath === undefined) return undefined;
  const name = logicalPath.slice(logicalPath.lastIndexOf("/") + 1);
  return { name, body: checkedFile(store, published, `${place.object}/${path}`, logicalPath) };
}

/** Fails at its end where the bytes are not those that were archived, so that no download of them is whole. */
async function* checkedFile(
  store: OpenStore["store"],
  { files }: PublishedTicket,
  key: string,
  logicalPath: string,
): AsyncGenerator<Uint8Array> {
  const file = await store.open(key);
  if (file === undefined) throw new StoreError("content-missing", `${store.location}/${key} is not there.`);
  const hash = createHash("sha256");
  for await (const chunk of file.body) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") === files[logicalPath]?.sha256) return;
  const message = `${store.location}/${key} is not what was archived. Run \`ticketvault verify\`.`;
  throw new IntegrityError("content-altered", message);
}
