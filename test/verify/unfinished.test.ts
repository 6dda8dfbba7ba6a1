/** A vault in use: what publishing shows while it runs and leaves when it is stopped is not taken for tampering. */
import { beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import type { Finding } from "../../shared/findings.ts";
import { sidecarBytes } from "../../shared/ocfl/inventory.ts";
import type { Tree } from "../../shared/ocfl/tree.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import { verifyDue } from "../../shared/verify/verify-due.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { publishingSteps, type Steps } from "./publishing.ts";
import { VaultTree } from "./sealed-vault.ts";

const OBJECT = "archive/22824/143";
const HOURS_25 = 25 * 3_600_000;

let steps: Steps;
beforeAll(async () => {
  steps = await publishingSteps();
});

/** By the scheduled function's way, and by the command line's. */
async function bothWays(tree: () => Tree, late = 0): Promise<readonly (readonly Finding[])[]> {
  const { pinned } = steps;
  const now = new Date(steps.now.getTime() + late);
  const { signal } = new AbortController();
  const wait = async () => {};
  const bounds = { time: signal, most: 9, mostCalls: 1_000, everyHours: 24, withinDays: 1 };
  const sample = { orgId: 22824, now, planned: now, pinned, ...bounds, random: () => 0, wait };
  const targets = await storeTargets({ store: { location: "memory" }, tree: tree() });
  return [
    (await verifyDue(withDigests(tree()), sample)).findings,
    (await verify(targets, { mode: "full", now, pinned, signal, wait })).findings,
  ];
}

/** As S3 keeps them. */
function withDigests(tree: Tree): Tree {
  return {
    children: (path) => tree.children(path),
    read: (path) => tree.read(path),
    open: (path) => tree.open(path),
    async serverDigest(path) {
      const bytes = await tree.read(path);
      return bytes && sha256Hex(bytes);
    },
  };
}

/** By the ticket's folder alone and, once OCFL can tell that it is an object, by its storage root: both outside of a vault. */
async function bare(files: Files, late = 0): Promise<readonly (readonly Finding[])[]> {
  const now = new Date(steps.now.getTime() + late);
  const options = { mode: "full", now, pinned: [], signal: new AbortController().signal } as const;
  const checked = async (kind: "object" | "storage-root", top: string) => {
    const own = [...files].filter(([path]) => path.startsWith(top));
    const tree = new VaultTree(new Map(own.map(([path, bytes]) => [path.slice(top.length), bytes])));
    const targets = [{ kind, path: "" }];
    return (await verify({ tree, place: "memory", targets, strays: [] }, options)).findings;
  };
  const isDeclared = files.has(`${OBJECT}/0=ocfl_object_1.1`);
  return [
    await checked("object", `${OBJECT}/`),
    ...(isDeclared ? [await checked("storage-root", "archive/22824/")] : []),
  ];
}

const errorsOf = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === "error");
const unfinishedOf = (findings: readonly Finding[]) => findings.filter(({ kind }) => kind === "unfinished");

async function expectTold(files: Files): Promise<void> {
  for (const findings of await bothWays(() => new VaultTree(files))) {
    expect(errorsOf(findings).length).toBeGreaterThan(0);
    expect(unfinishedOf(findings)).toEqual([]);
  }
}

function changed(files: Files | undefined, change: (files: Files) => void): Files {
  const copy: Files = new Map(files);
  change(copy);
  return copy;
}

function flipped(files: Files, path: string): void {
  const bytes = Buffer.from(files.get(path) ?? []);
  if (bytes.length === 0) throw new Error(`there is no ${path}`);
  bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1;
  files.set(path, bytes);
}

describe("a publication that was stopped", () => {
  it("is warned of as unfinished, wherever it stopped, and nothing else is", async () => {
    for (const [version, states] of [steps.first, steps.second].entries()) {
      expect(states.length).toBeGreaterThan(4);
      for (const [step, files] of states.entries()) {
        for (const findings of await bothWays(() => new VaultTree(files))) {
          const where = `v${version + 1} step ${step + 1}`;
          expect(errorsOf(findings), where).toEqual([]);
          expect(unfinishedOf(findings), where).toHaveLength(step === states.length - 1 ? 0 : 1);
        }
      }
    }
  });

  it("is an error once a day has passed, beside all else that was found", async () => {
    for (const files of [steps.first[0], steps.second[0]]) {
      for (const findings of await bothWays(() => new VaultTree(files ?? new Map()), HOURS_25)) {
        const left = errorsOf(findings).filter(({ path }) => path.startsWith(`${OBJECT}/`));
        expect(new Set(left.map(({ kind }) => kind)).size).toBeGreaterThan(1);
        expect(unfinishedOf(left)).toHaveLength(1);
      }
    }
  });
});

// F16
describe("a publication that was stopped, in a folder that is no vault", () => {
  it("is told in the same words, and has the same verdict", async () => {
    for (const states of [steps.first, steps.second]) {
      for (const files of states.slice(0, -1)) {
        const [[vault = []], folders] = await Promise.all([
          bothWays(() => new VaultTree(files)),
          bare(files),
        ]);
        const said = unfinishedOf(vault).map(({ message }) => message);
        expect(said).toHaveLength(1);
        for (const findings of folders) {
          expect(errorsOf(findings)).toEqual([]);
          expect(unfinishedOf(findings).map(({ message }) => message)).toEqual(said);
        }
        for (const findings of await bare(files, HOURS_25))
          expect(unfinishedOf(errorsOf(findings))).toMatchObject([
            { message: expect.stringMatching(/not valid OCFL until finished.*; archive the ticket again/) },
          ]);
      }
    }
  });

  it("hides nothing that somebody altered, nor another program's version", async () => {
    for (const path of ["v1/content/ticket.json", "v2/inventory.json"]) {
      const files = changed(steps.second[0], (all) => flipped(all, `${OBJECT}/${path}`));
      for (const findings of await bare(files)) {
        expect(errorsOf(findings)).not.toEqual([]);
        expect(unfinishedOf(findings)).toEqual([]);
      }
    }
  });
});

describe("nobody hides behind an unfinished publication", () => {
  it("who alters what is published already", async () => {
    await expectTold(changed(steps.second[0], (files) => flipped(files, `${OBJECT}/v1/content/ticket.json`)));
    await expectTold(changed(steps.second[0], (files) => files.delete(`${OBJECT}/v1/content/source.json`)));
    await expectTold(
      changed(steps.second.at(-2), (files) => flipped(files, `${OBJECT}/v1/content/ticket.json`)),
    );
  });

  it("who alters, adds or exchanges what is claimed", async () => {
    const claim = `${OBJECT}/v2/inventory.json`;
    const content = `${OBJECT}/v2/content/ticket.json`;
    // All is there but the root's inventory and its sidecar.
    const almost = steps.second.at(-3);
    const unpublished = steps.first.at(-3);
    await expectTold(changed(steps.second[0], (files) => flipped(files, claim)));
    await expectTold(changed(almost, (files) => flipped(files, content)));
    await expectTold(
      changed(almost, (files) => files.set(`${OBJECT}/v2/content/more.txt`, Buffer.from("x"))),
    );
    for (const name of ["v2/x", "v2/logs/x", "v2/inventory.json.sha512", "x", "v3/x"]) {
      await expectTold(changed(almost, (files) => files.set(`${OBJECT}/${name}`, Buffer.from("x"))));
    }
    await expectTold(changed(almost, (files) => flipped(files, `${claim}.sha256`)));
    for (const name of ["x", "v2/x", "v1/x"]) {
      await expectTold(changed(unpublished, (files) => files.set(`${OBJECT}/${name}`, Buffer.from("x"))));
    }
    await expectTold(changed(unpublished, (files) => flipped(files, `${OBJECT}/0=ocfl_object_1.1`)));
    await expectTold(
      changed(steps.second[0], (files) => {
        const other = String(files.get(claim)).replaceAll("v1/content/ticket.json", "v1/content/other.json");
        files.set(claim, Buffer.from(other));
        files.set(`${claim}.sha256`, sidecarBytes(sha256Hex(Buffer.from(other))));
      }),
    );
    await expectTold(
      changed(steps.second[0], (files) => {
        files.set(`${OBJECT}/v3/inventory.json`, files.get(claim) ?? Buffer.of());
        files.delete(claim);
      }),
    );
  });

  it("who takes a published and sealed version back to its claim", async () => {
    const back = (names: readonly string[]) =>
      changed(steps.sealed, (files) => {
        for (const name of names) {
          const before = files.get(`${OBJECT}/v1/${name}`);
          if (before !== undefined) files.set(`${OBJECT}/${name}`, before);
        }
      });
    await expectTold(back(["inventory.json", "inventory.json.sha256"]));
    await expectTold(
      changed(steps.sealed, (files) => {
        const ofVersion2 = new RegExp(`^${OBJECT}/(v2/|inventory)`);
        for (const path of [...files.keys()]) if (ofVersion2.test(path)) files.delete(path);
      }),
    );
  });
});

describe("a version that is published while it is verified", () => {
  it("is no finding, whenever it comes", async () => {
    const [before, after] = [steps.first.at(-1) ?? new Map(), steps.second.at(-1) ?? new Map()];
    let asked = 0;
    const between = (from: Files, to: Files, turn: number): Tree => {
      const [old, later] = [new VaultTree(from), new VaultTree(to)];
      asked = 0;
      const now = () => (asked++ < turn ? old : later);
      return {
        children: (path) => now().children(path),
        read: (path) => now().read(path),
        open: (path) => now().open(path),
      };
    };
    for (const [from, to] of [
      [before, after],
      [steps.second[0] ?? before, after],
      [steps.second.at(-3) ?? before, steps.second.at(-2) ?? after],
    ] as const) {
      for (let turn = 0; turn < 60; turn += 1) {
        for (const findings of await bothWays(() => between(from, to, turn))) {
          expect(errorsOf(findings), `after ${turn} questions`).toEqual([]);
        }
      }
    }
  });

  it("is found all the same by what stays wrong", async () => {
    const files = changed(steps.sealed, (all) => flipped(all, `${OBJECT}/v1/content/ticket.json`));
    await expectTold(files);
  });
});
