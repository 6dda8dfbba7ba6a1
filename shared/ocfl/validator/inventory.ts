/** The keys of an inventory.json: what must be there, of which type, and nothing else. */

import { printable, type Report } from "../../findings.ts";
import { checkUnknownKeys, type InventoryContext, isUri } from "./context.ts";
import { isSpecVersion, SPEC_VERSIONS, type SpecVersion } from "./declaration.ts";
import { checkFixity, type FixityEntry } from "./fixity.ts";
import { isJsonObject, parseJson, type RepeatedKey } from "./json.ts";
import { checkManifest, type Manifest } from "./manifest.ts";
import { checkVersions, type VersionBlock } from "./versions.ts";

/** What of an inventory was usable; a part that was not is undefined or empty, and the report says why. */
export interface Inventory {
  /** The path of the file. */
  readonly where: string;
  /** The version of the specification whose rules apply to it. */
  readonly spec: SpecVersion;
  readonly id: string | undefined;
  /** As written, also when it is none that may be used. */
  readonly algorithm: string | undefined;
  readonly head: string | undefined;
  readonly contentDirectory: string;
  readonly contentDirectorySet: boolean;
  readonly manifest: Manifest | undefined;
  /** In order of their numbers; undefined when there is no `versions` block. */
  readonly versions: readonly VersionBlock[] | undefined;
  readonly fixity: readonly FixityEntry[];
}

const KEYS = new Set([
  "id",
  "type",
  "digestAlgorithm",
  "head",
  "contentDirectory",
  "manifest",
  "versions",
  "fixity",
]);
const DEFAULT_CONTENT_DIRECTORY = "content";

/**
 * Reads an inventory. `declared` is the version that the object's declaration names, for the inventory in its root;
 * `otherwise` that of an inventory without a type. Undefined when it is no JSON object at all (E033).
 */
export function checkInventory(
  bytes: Uint8Array,
  where: string,
  { declared, otherwise }: { readonly declared?: SpecVersion | undefined; readonly otherwise: SpecVersion },
  report: Report,
): Inventory | undefined {
  const parsed = parseJson(bytes);
  if (!parsed.ok || !isJsonObject(parsed.value)) {
    report.add(
      "E033",
      where,
      parsed.ok ? "the inventory is no JSON object" : `the inventory ${parsed.problem}`,
    );
    return undefined;
  }
  const value = parsed.value;
  const spec = declared ?? typeVersion(value["type"]) ?? otherwise;
  const context: InventoryContext = { where, spec, report };
  checkRepeatedKeys(parsed.repeated, context);
  checkUnknownKeys(value, KEYS, "the inventory", context);
  checkType(value["type"], declared, context);

  const id = checkId(value["id"], context);
  const algorithm = checkAlgorithm(value["digestAlgorithm"], context);
  const contentDirectory = checkContentDirectory(value["contentDirectory"], context);
  const manifest = checkManifest(value["manifest"], algorithm, context);
  const versions = checkVersions(value["versions"], manifest, context);
  const head = checkHead(value["head"], versions, context);
  const fixity = checkFixity(value["fixity"], manifest, context);
  return {
    where,
    spec,
    id,
    algorithm,
    head,
    contentDirectory: contentDirectory ?? DEFAULT_CONTENT_DIRECTORY,
    contentDirectorySet: contentDirectory !== undefined,
    manifest,
    versions,
    fixity,
  };
}

/** The version of the specification that a `type` names. */
function typeVersion(type: unknown): SpecVersion | undefined {
  const version =
    typeof type === "string" ? /^https:\/\/ocfl\.io\/(.*)\/spec\/#inventory$/s.exec(type)?.[1] : "";
  return version !== undefined && isSpecVersion(version) ? version : undefined;
}

/** E096 and E097 where digests are the keys, E033 elsewhere: readers would disagree about what such a file says. */
function checkRepeatedKeys(repeated: readonly RepeatedKey[], { where, report }: InventoryContext): void {
  for (const { within, key } of repeated) {
    const block = within[0];
    const isDigest =
      (block === "manifest" && within.length === 1) || (block === "fixity" && within.length === 2);
    const code = block === "manifest" ? "E096" : "E097";
    report.add(isDigest ? code : "E033", where, `the key ${printable(key)} stands there more than once`);
  }
}

function checkType(
  type: unknown,
  declared: SpecVersion | undefined,
  { where, report }: InventoryContext,
): void {
  if (type === undefined) {
    report.add("E036", where, "the inventory has no type");
    return;
  }
  const version = typeVersion(type);
  if (version === undefined) {
    const known = SPEC_VERSIONS.map((name) => `https://ocfl.io/${name}/spec/#inventory`).join(" or ");
    report.add("E038", where, `the type is not ${known}`);
  } else if (declared !== undefined && version !== declared) {
    report.add("E038", where, `the type names OCFL ${version}, but the object declares ${declared}`);
  }
}

function checkId(id: unknown, { where, report }: InventoryContext): string | undefined {
  if (id === undefined) {
    report.add("E036", where, "the inventory has no id");
    return undefined;
  }
  if (typeof id !== "string" || id === "") {
    report.add("E037", where, "the id is not a text, or empty");
    return undefined;
  }
  if (!isUri(id)) report.add("W005", where, `the id is not a URI: ${printable(id)}`);
  return id;
}

function checkAlgorithm(algorithm: unknown, { where, report }: InventoryContext): string | undefined {
  if (algorithm === undefined) {
    report.add("E036", where, "the inventory has no digestAlgorithm");
    return undefined;
  }
  if (algorithm === "sha256") {
    report.add("W004", where, "the digestAlgorithm is sha256; sha512 is preferred");
  } else if (algorithm !== "sha512") {
    const shown = typeof algorithm === "string" ? `: ${printable(algorithm)}` : "";
    report.add("E025", where, `the digestAlgorithm is neither sha512 nor sha256${shown}`);
  }
  return typeof algorithm === "string" ? algorithm : undefined;
}

function checkContentDirectory(
  value: unknown,
  { where, report, spec }: InventoryContext,
): string | undefined {
  if (value === undefined) return undefined;
  const isChild = spec === "1.0" ? [] : ["E108"];
  if (typeof value !== "string" || value === "" || value.includes("/")) {
    report.add(["E017", ...isChild], where, "the contentDirectory is not the name of one folder");
    return undefined;
  }
  if (value === "." || value === "..") {
    report.add(["E018", ...isChild], where, `the contentDirectory is ${value}`);
    return undefined;
  }
  return value;
}

function checkHead(
  head: unknown,
  versions: readonly VersionBlock[] | undefined,
  { where, report }: InventoryContext,
): string | undefined {
  const newest = versions?.at(-1)?.name;
  if (head === undefined) {
    report.add("E036", where, "the inventory has no head");
    return undefined;
  }
  if (typeof head !== "string") {
    report.add("E040", where, "the head is not a text");
    return undefined;
  }
  if (newest !== undefined && head !== newest) {
    report.add("E040", where, `the head is ${printable(head)}, but the highest version is ${newest}`);
  } else if (newest === undefined && !/^v\d+$/.test(head)) {
    report.add("E040", where, `the head is no version: ${printable(head)}`);
  }
  return head;
}
