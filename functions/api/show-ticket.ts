/** `GET /tickets/{ticketId}`: what is archived of a ticket, with links to the files of one version. */
import { acceptanceOf } from "../../shared/archive/find-acceptance.ts";
import { type ObjectPlace, ticketPlace } from "../../shared/archive/place.ts";
import { type PublishedTicket, readPublished } from "../../shared/archive/read-published.ts";
import { StoreError, UsageError } from "../../shared/errors.ts";
import type { LinkSigner } from "../../shared/store/s3-presign.ts";
import { type Answer, jsonAnswer } from "../common/http/answer.ts";
import type { ApiDependencies, Call } from "./dependencies.ts";
import { offsetQuery, versionQuery } from "./inputs.ts";
import { ProblemError } from "./problems.ts";
import type { TicketAnswer } from "./ticket-answers.ts";
import { ticketIdOf } from "./ticket-id.ts";

const LINK_SECONDS = 300;

/** Links take their time to sign and are up to 2 KB long each; Lambda answers with 6 MB at most. */
const FILES_AT_ONCE = 200;

/** @throws ProblemError */
export async function showTicket(dependencies: ApiDependencies, call: Call): Promise<Answer> {
  const { orgId } = dependencies;
  const ticketId = ticketIdOf(call);
  const { wanted, offset } = queryOf(call);
  const { store, link } = await dependencies.openArchive();
  const place = ticketPlace(store, orgId, ticketId);
  const published = await read(place, wanted, ticketId);
  const { version, head, versions, document } = published;

  const paths = Object.keys(published.files).toSorted();
  const end = offset + FILES_AT_ONCE;
  const linksExpireAt = (await link.expiry(LINK_SECONDS)).toISOString();
  const answer: TicketAnswer = {
    orgId,
    ticketId,
    id: place.id,
    head,
    version,
    versions: [...versions],
    completeness: document.completeness,
    accepted: (await acceptanceOf(store, { orgId, ticketId }, published, dependencies.log)) ?? null,
    fileCount: paths.length,
    files: await linked(paths.slice(offset, end), place, published, link),
    linksExpireAt,
    next: end < paths.length ? `/tickets/${ticketId}?version=${version}&offset=${end}` : null,
  };
  return jsonAnswer(200, answer);
}

function queryOf({ event }: Call): { readonly wanted: string | undefined; readonly offset: number } {
  const { version, offset = "0" } = event.queryStringParameters ?? {};
  if (version !== undefined && !versionQuery.safeParse(version).success)
    throw new ProblemError("bad-query", "version must be one such as v2, or 2.");
  if (!offsetQuery.safeParse(offset).success)
    throw new ProblemError("bad-query", "offset must be a number of files to pass over.");
  const wanted = version === undefined || version.startsWith("v") ? version : `v${version}`;
  return { wanted, offset: Number(offset) };
}

async function read(
  place: ObjectPlace,
  wanted: string | undefined,
  ticketId: number,
): Promise<PublishedTicket> {
  try {
    return await readPublished(place, wanted);
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === "not-archived") {
      const detail = `There is no archive of ticket ${ticketId}. POST /tickets/${ticketId}/archive makes one.`;
      throw new ProblemError("not-archived", detail, { cause });
    }
    if (cause instanceof UsageError) throw new ProblemError("no-such-version", cause.message, { cause });
    throw cause;
  }
}

function linked(
  paths: readonly string[],
  { object }: ObjectPlace,
  { files, document }: PublishedTicket,
  link: LinkSigner,
): Promise<TicketAnswer["files"]> {
  const sizes = new Map(
    document.conversations
      .flatMap(({ attachments }) => attachments)
      .flatMap((attachment) => (attachment.status === "failed" ? [] : [[attachment.path, attachment.size]])),
  );
  return Promise.all(
    paths.map(async (path) => {
      const { sha256 = "", path: key = "" } = files[path] ?? {};
      const size = sizes.get(path);
      const url = await link.sign(`${object}/${key}`, { seconds: LINK_SECONDS });
      return { path, sha256, ...(size !== undefined && { size }), url };
    }),
  );
}
