/** `show --transcript`: writes a ticket's transcript, a page for a browser, out of the archive into a file. */
import { dirname, join, relative, resolve, sep } from "node:path";
import { inventoryKey, type ObjectPlace } from "../shared/archive/place.ts";
import type { PublishedTicket } from "../shared/archive/read-published.ts";
import { sha256Hex } from "../shared/digest.ts";
import { IntegrityError, UsageError } from "../shared/errors.ts";
import type { People } from "../shared/people.ts";
import { relativeUrl } from "../shared/render/html.ts";
import { exportTicket, type OpenAttachment, type TranscriptPlace } from "../shared/render/ticket.ts";
import { transcriptPage } from "../shared/render/transcript.ts";
import { isInStore, type StoreSettings } from "./store-settings.ts";
import { writeWhole } from "./write-whole.ts";

export interface TranscriptRequest {
  /** Where the page shall stand; replaced when it is there. */
  readonly file: string;
  /** IANA name of the zone shown beside UTC. */
  readonly zone: string;
  readonly people?: People | undefined;
}

/**
 * Attachments of an archive in a folder are linked where they stand; those on S3 are named.
 * @throws UsageError when the file cannot be written or the zone is none; IntegrityError, StoreError
 */
export async function writeTranscript(
  place: ObjectPlace,
  storePlace: StoreSettings,
  { document, version, versions, files }: PublishedTicket,
  { file, zone, people }: TranscriptRequest,
): Promise<void> {
  if (isInStore(file, storePlace)) {
    throw new UsageError(
      `--transcript ${JSON.stringify(file)} lies inside the archive, where nothing else may stand: give a place outside.`,
    );
  }
  const contentPath = (logicalPath: string): string => files[logicalPath]?.path ?? logicalPath;
  const shown = {
    orgId: document.source.orgId,
    ticketId: document.ticket.id,
    version,
    created: versions.find((each) => each.version === version)?.created ?? "",
    inventorySha256: sha256Hex(await read(place, inventoryKey(place, version))),
  };
  const open: OpenAttachment = (path) => openFile(place, `${place.object}/${contentPath(path)}`);
  const page = transcriptPage(
    await exportTicket(shown, document, contentPath, people),
    { zone, open },
    pagePlace(place, storePlace, version, file),
  );
  await writeWhole(file, page, "--transcript");
}

function pagePlace(
  { store, object }: ObjectPlace,
  storePlace: StoreSettings,
  version: string,
  file: string,
): TranscriptPlace {
  const objectFolder = `${store.location}/${object}`;
  const inventory = `'${objectFolder.replaceAll("'", "'\\''")}/${version}/inventory.json'`;
  if (storePlace.kind === "s3") {
    const digestCommand = `aws s3 cp ${inventory} - | sha256sum`;
    return { objectFolder, digestCommand, linkTo: () => undefined };
  }
  const fromPage = relative(dirname(resolve(file)), join(resolve(storePlace.folder), object));
  return {
    objectFolder,
    digestCommand: `sha256sum ${inventory}`,
    linkTo: (path) => relativeUrl([...fromPage.split(sep), path].join("/")),
  };
}

async function read({ store }: ObjectPlace, key: string): Promise<Uint8Array> {
  const found = await store.read(key);
  if (found === undefined) throw missing(`${store.location}/${key}`);
  return found.bytes;
}

async function* openFile({ store }: ObjectPlace, key: string): AsyncGenerator<Uint8Array> {
  const found = await store.open(key);
  if (found === undefined) throw missing(`${store.location}/${key}`);
  yield* found.body;
}

function missing(where: string): IntegrityError {
  return new IntegrityError("content-missing", `${where} is not there. Run \`ticketvault verify\`.`);
}
