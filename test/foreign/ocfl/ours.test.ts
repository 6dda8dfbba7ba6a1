/** What Ticketvault archives, read and validated by other people's OCFL. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { objectId } from "../../../shared/keys.ts";
import { ORG } from "../../export/generated-vault.ts";
import { tell } from "../told.ts";
import { MANY_VERSIONS, type VaultOfAll, vaultOfAll } from "../vault-of-all.ts";
import { OCFL_JAVA, OCFL_PY, ocflJava, ocflPy } from "./programs.ts";

let all: VaultOfAll;
beforeAll(async () => {
  all = await vaultOfAll(MANY_VERSIONS);
});
afterAll(() => all[Symbol.asyncDispose]());

const what = () =>
  `${all.tickets.length} tickets with ${all.versions} versions: hostile names, ${MANY_VERSIONS} versions of one, one incomplete, all sealed`;

it("ocfl-java reads every file of every version with its bytes", async () => {
  const read = await ocflJava(all.folder.path, "read", all.root);

  expect(read.toSorted()).toEqual(all.files);
  tell("ocfl", OCFL_JAVA, `to read ${what()}`, "every file of every version, with its SHA-256");
});

it("ocfl-java finds every object valid, and warns of SHA-256 only", async () => {
  const validated = await ocflJava(all.folder.path, "validate", all.root);

  expect(validated.toSorted()).toEqual(all.tickets.map((id) => `${objectId(ORG, id)} valid W004`).toSorted());
  tell("ocfl", OCFL_JAVA, `to validate ${what()}`, `${validated.length} objects valid; W004 (SHA-256)`);
});

it("ocfl-py finds every object valid, and warns of SHA-256 only", async () => {
  const objects = all.tickets.map((ticketId) => `${all.root}/${ticketId}`);
  const validated = await ocflPy(all.folder.path, ...objects);

  expect(validated).toEqual(objects.map((object) => `${object} valid W004`));
  tell(
    "ocfl",
    OCFL_PY,
    `to validate ${what()}; object by object`,
    `${validated.length} objects valid; W004 (SHA-256)`,
  );
});
