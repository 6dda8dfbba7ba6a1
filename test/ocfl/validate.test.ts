/** The validator on sound objects, on hostile ones, and how it reads, counts and reports. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable } from "../../shared/findings.ts";
import { kindOf, validateObject, validateStorageRoot } from "../../shared/ocfl/validator/validator.ts";
import {
  buildObject,
  buildRoot,
  bytesOf,
  edit,
  type Files,
  hashOf,
  MemoryTree,
  type Spec,
  writeRawInventory,
} from "./fixtures.ts";

const SPECS: readonly Spec[] = ["1.0", "1.1"];
const FULL = { mode: "full" } as const;
const QUICK = { mode: "quick" } as const;
const THREE = [
  { "empty.txt": "", "foo/bar.xml": "<bar/>", "image.tiff": "picture" },
  { "empty.txt": "", "empty2.txt": "", "foo/bar.xml": "<bar>2</bar>" },
  { "empty2.txt": "", "foo/bar.xml": "<bar>2</bar>", "image.tiff": "picture" },
];
const ALL_FIXITY = {
  md5: "md5",
  sha1: "sha1",
  sha256: "sha256",
  sha512: "sha512",
  "blake2b-512": "blake2b512",
  "sha512/256": "sha512-256",
};

const minimal = (spec: Spec = "1.1", id = "urn:example:minimal") =>
  buildObject({ versions: [{ "a.txt": "hello" }], specs: [spec], id });

async function findingsOf(files: Files, options: { mode: "quick" | "full" } = FULL) {
  return (await validateObject(new MemoryTree(files), "", options)).findings;
}

describe("a sound object gives no finding", () => {
  const good: readonly [string, (spec: Spec) => Files][] = [
    ["with one version and one file", (spec) => minimal(spec)],
    [
      "with changes, copies, removals and reinstated files",
      (spec) => buildObject({ versions: THREE, specs: [spec] }),
    ],
    ["with upper-case digests", (spec) => buildObject({ versions: THREE, specs: [spec], upperCase: true })],
    [
      "with fixity by every algorithm",
      (spec) => buildObject({ versions: THREE, specs: [spec], fixity: ALL_FIXITY }),
    ],
    [
      "with upper-case fixity",
      (spec) => buildObject({ versions: THREE, specs: [spec], fixity: ALL_FIXITY, upperCase: true }),
    ],
    [
      "with a content directory of another name",
      (spec) => buildObject({ versions: THREE, specs: [spec], contentDirectory: "stuff" }),
    ],
    ["without any content", (spec) => buildObject({ versions: [{}], specs: [spec] })],
    [
      "with a version that adds no content",
      (spec) => buildObject({ versions: [{ a: "x" }, { a: "x", b: "x" }], specs: [spec] }),
    ],
    ["with logs", (spec) => new Map([...minimal(spec), ["logs/today.log", bytesOf("checked")]])],
    ["with empty logs", (spec) => new Map([...minimal(spec), ["logs/", new Uint8Array()]])],
    [
      "with a registered extension",
      (spec) => new Map([...minimal(spec), ["extensions/0005-mutable-head/x", bytesOf("x")]]),
    ],
    [
      "with an extension registered later",
      (spec) => new Map([...minimal(spec), ["extensions/0099-later/x", bytesOf("x")]]),
    ],
  ];
  for (const spec of SPECS) {
    it.each(good)(`${spec} %s`, async (_name, build) => {
      expect(await findingsOf(build(spec))).toEqual([]);
      expect(await findingsOf(build(spec), QUICK)).toEqual([]);
    });
  }

  it("that went from OCFL 1.0 to 1.1 between versions", async () => {
    expect(await findingsOf(buildObject({ versions: THREE, specs: ["1.0", "1.0", "1.1"] }))).toEqual([]);
  });

  it("whose fixity is by algorithms that are not known or not computed here", async () => {
    const files = minimal();
    edit(files, ["", "v1"], (it) => {
      it.fixity = { "blake2b-160": { ab: ["v1/content/a.txt"] }, crc32: { anything: ["v1/content/a.txt"] } };
    });
    expect(await findingsOf(files)).toEqual([]);
  });

  it("whose sizes stand in the fixity block", async () => {
    const files = minimal();
    edit(files, ["", "v1"], (it) => {
      it.fixity = { size: { 5: ["v1/content/a.txt"] } };
    });
    expect(await findingsOf(files)).toEqual([]);
  });

  it("whose sidecar has an upper-case digest, a tab and no newline", async () => {
    const files = minimal();
    const digest = hashOf("sha512", files.get("inventory.json") ?? new Uint8Array()).toUpperCase();
    files.set("inventory.json.sha512", bytesOf(`${digest}\tinventory.json`));
    expect(await findingsOf(files)).toEqual([]);
  });

  it("that stores the same content again after its digest algorithm changed", async () => {
    const files = buildObject({
      versions: [{ a: "x" }, { a: "x", b: "x" }],
      specs: ["1.1"],
      algorithms: ["sha256", "sha512"],
    });
    files.set("v2/content/b", bytesOf("x"));
    edit(files, ["", "v2"], (it) => {
      it.manifest[hashOf("sha512", "x")] = ["v1/content/a", "v2/content/b"];
    });
    expect((await findingsOf(files)).map(({ code, path }) => [code, path])).toEqual([
      ["W004", "v1/inventory.json"],
    ]);
  });
});

describe("what the validator reads and tells", () => {
  it("reads every content file once in full mode and counts what it read", async () => {
    const tree = new MemoryTree(buildObject({ versions: THREE, specs: ["1.1"], fixity: ALL_FIXITY }));
    const progress: [string, number][] = [];
    const result = await validateObject(tree, "", {
      mode: "full",
      onFile: (path, bytes) => progress.push([path, bytes]),
    });
    const files: [string, number][] = [
      ["v1/content/empty.txt", 0],
      ["v1/content/foo/bar.xml", 6],
      ["v1/content/image.tiff", 7],
      ["v2/content/foo/bar.xml", 12],
    ];
    expect(progress.sort()).toEqual(files);
    expect(tree.opened.sort()).toEqual(files.map(([path]) => path));
    expect(result).toMatchObject({ id: "urn:example:fixture", head: "v3", spec: "1.1", files: 4, bytes: 25 });
  });

  it("takes in quick mode the digests that the server keeps, and reads what it has none of", async () => {
    const tree = new MemoryTree(buildObject({ versions: THREE, specs: ["1.1"], algorithms: ["sha256"] }));
    const asked: string[] = [];
    const withServer = Object.assign(tree, {
      serverDigest: async (path: string, algorithm: string) => {
        asked.push(`${path} ${algorithm}`);
        if (path === "v1/content/empty.txt") return hashOf("sha256", "").toUpperCase();
        return path === "v1/content/image.tiff" ? hashOf("sha256", "another picture") : undefined;
      },
    });
    const { findings } = await validateObject(withServer, "", QUICK);
    expect(findings.map(({ code, path }) => [code, path])).toEqual([
      ["W004", "inventory.json"],
      ["E092", "v1/content/image.tiff"],
    ]);
    expect(asked.sort()).toEqual([
      "v1/content/empty.txt sha256",
      "v1/content/foo/bar.xml sha256",
      "v1/content/image.tiff sha256",
      "v2/content/foo/bar.xml sha256",
    ]);
    expect(tree.opened.toSorted()).toEqual(["v1/content/foo/bar.xml", "v2/content/foo/bar.xml"]);
  });

  it("repeats a warning of the root's inventory for no earlier one", async () => {
    const files = buildObject({ versions: THREE, specs: ["1.1"], algorithms: ["sha256"], id: "no uri" });
    expect((await findingsOf(files)).map(({ code, path }) => [code, path])).toEqual([
      ["W004", "inventory.json"],
      ["W005", "inventory.json"],
    ]);
  });

  it("says of a version that was claimed but not published just that", async () => {
    const files = buildObject({ versions: THREE, specs: ["1.1"] });
    for (const name of ["inventory.json", "inventory.json.sha512"]) {
      files.set(name, files.get(`v2/${name}`) ?? new Uint8Array());
    }
    const findings = await findingsOf(files);
    expect(findings.map(({ code, path }) => [code, path])).toEqual([["E046", "v3"]]);
  });

  it("names the file, what it holds and who says otherwise", async () => {
    const files = minimal();
    files.set("v1/content/a.txt", bytesOf("hullo"));
    expect(await findingsOf(files)).toEqual([
      {
        // H2
        kind: "altered",
        code: "E092",
        severity: "error",
        path: "v1/content/a.txt",
        message: `the file's sha512 is ${hashOf("sha512", "hullo")}, but ${hashOf("sha512", "hello")} in inventory.json`,
      },
    ]);
  });

  it("works anywhere in a tree", async () => {
    const files = buildRoot("1.1", { "deep/down": buildObject({ versions: THREE, specs: ["1.1"] }) });
    files.delete("deep/down/v1/content/image.tiff");
    const { findings, path } = await validateObject(new MemoryTree(files), "deep/down", FULL);
    expect(path).toBe("deep/down");
    expect(findings.map((finding) => [finding.code, finding.path])).toEqual([
      ["E023", "deep/down/inventory.json"],
      ["E092", "deep/down/v1/content/image.tiff"],
    ]);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const tree = new MemoryTree(buildObject({ versions: THREE, specs: ["1.1"] }));
    const run = validateObject(tree, "", {
      ...FULL,
      signal: stop.signal,
      onFile: () => stop.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
    expect(tree.opened.length).toBeLessThanOrEqual(4);
  });

  it("passes on what the tree throws", async () => {
    const tree = Object.assign(new MemoryTree(minimal()), {
      open: () => Promise.reject(new Error("the bucket is away")),
    });
    await expect(validateObject(tree, "", FULL)).rejects.toThrow("the bucket is away");
  });
});

describe("hostile objects", () => {
  it("never make the validator throw, whatever JSON the inventory is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        const files = minimal();
        for (const folder of ["", "v1"]) writeRawInventory(files, folder, text);
        expect((await findingsOf(files)).length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it("never make the validator throw, whatever stands in place of any part of an inventory", async () => {
    const places: readonly (readonly string[])[] = [
      ["id"],
      ["type"],
      ["head"],
      ["digestAlgorithm"],
      ["contentDirectory"],
      ["fixity"],
      ["fixity", "md5"],
      ["manifest"],
      ["manifest", "__proto__"],
      ["versions"],
      ["versions", "v1"],
      ["versions", "v3"],
      ["versions", "v1", "state"],
      ["versions", "v1", "user"],
      ["versions", "v1", "created"],
      ["versions", "v1", "state", "constructor"],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.jsonValue(),
        fc.boolean(),
        async (place, value, both) => {
          const files = buildObject({ versions: THREE, specs: ["1.1"], fixity: ALL_FIXITY });
          edit(files, both ? ["", "v3"] : ["v1"], (it) => replaceAt(it, place, value));
          await expect(findingsOf(files)).resolves.toBeInstanceOf(Array);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("cannot fill the memory with findings: beyond a thousand of a code they are counted", async () => {
    const files = minimal();
    for (let number = 0; number < 1500; number += 1) files.set(`v1/content/extra-${number}`, bytesOf(""));
    const findings = await findingsOf(files);
    expect(findings).toHaveLength(1001);
    expect(findings[0]).toEqual({
      code: "E023",
      severity: "error",
      path: "",
      message: "500 more findings of this code",
      kind: "extra",
    });
  });

  it("cannot write to the terminal by their names", async () => {
    const files = minimal();
    files.set("evil\u001b[2J\u202Egpj", bytesOf(""));
    files.set(`v1/content/${"x".repeat(3000)}`, bytesOf(""));
    const found = JSON.stringify(await findingsOf(files));
    expect(found).toContain("evil\\\\u{1b}[2J\\\\u{202e}gpj");
    expect(found).not.toMatch(/\\u001b|\u202E/);
  });

  it("are read in time that does not explode with slashes or nesting", async () => {
    const files = minimal();
    const long = "a/".repeat(200_000);
    edit(files, ["", "v1"], (it) => {
      it.manifest[hashOf("sha512", "hello")] = [
        "v1/content/a.txt",
        `v1/content/${long}b`,
        `v1/content/${long}c`,
      ];
    });
    writeRawInventory(files, "v1", `${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const codes = (await findingsOf(files)).map(({ code }) => code);
    expect([...new Set(codes)].sort()).toEqual(["E023", "E033", "E064", "E092"]);
  });

  it("give the same findings in the same order each time", async () => {
    const files = buildObject({ versions: THREE, specs: ["1.1"], fixity: ALL_FIXITY });
    for (const path of files.keys()) if (path.includes("/content/")) files.set(path, bytesOf(`not ${path}`));
    const findings = await findingsOf(files);
    expect(findings).toEqual(await findingsOf(new Map([...files].reverse())));
    expect(findings.map(({ path }) => path)).toEqual(findings.map(({ path }) => path).sort());
  });

  it("show long texts cut and unsafe characters by their numbers", () => {
    expect(printable("a\nb\u0000\u2028\uD800")).toBe("a\\u{a}b\\u{0}\\u{2028}\\u{d800}");
    expect(printable("x".repeat(300), 10)).toBe("xxxxxxxxxx… (300 characters)");
    expect(printable("Größe 写真 😀.png")).toBe("Größe 写真 😀.png");
  });
});

describe("a sound storage root", () => {
  const extension = "0007-n-tuple-omit-prefix-storage-layout";
  const layout = JSON.stringify({ extension, description: "the ticket's number" });
  const config = JSON.stringify({ tupleSize: 2, numberOfTuples: 1 });

  it.each(SPECS)("%s gives its objects one by one and no finding", async (spec) => {
    const files = buildRoot(spec, {
      "00/001": minimal("1.0", "urn:001"),
      "00/002": minimal(spec, "urn:002"),
      "01/013": minimal("1.0", "urn:013"),
    });
    files.set("ocfl_layout.json", bytesOf(layout));
    files.set(`ocfl_${spec}.md`, bytesOf("the specification"));
    files.set("notes.txt", bytesOf("ignored"));
    files.set(`extensions/${extension}/config.json`, bytesOf(config));
    const seen: string[] = [];
    const result = await validateStorageRoot(new MemoryTree(files), "", {
      ...FULL,
      onObject: ({ path, id, findings }) => {
        seen.push(`${path} ${id} ${findings.length}`);
      },
    });
    expect(seen).toEqual(["00/001 urn:001 0", "00/002 urn:002 0", "01/013 urn:013 0"]);
    expect(result).toEqual({
      path: "",
      findings: [],
      spec,
      objects: 3,
      validObjects: 3,
      files: 3,
      bytes: 15,
    });
  });

  it("counts the objects that have errors", async () => {
    const files = buildRoot("1.1", { first: minimal("1.1", "urn:1"), second: minimal("1.1", "urn:2") });
    files.delete("second/v1/content/a.txt");
    const result = await validateStorageRoot(new MemoryTree(files), "", {
      ...FULL,
      onObject: () => undefined,
    });
    expect(result).toMatchObject({ findings: [], objects: 2, validObjects: 1 });
  });

  it("may be deep, without end of the stack", async () => {
    const files = buildRoot("1.1", { [Array(3000).fill("d").join("/")]: minimal() });
    const result = await validateStorageRoot(new MemoryTree(files), "", {
      ...QUICK,
      onObject: () => undefined,
    });
    expect(result).toMatchObject({ findings: [], objects: 1, validObjects: 1 });
  });

  it("stops when it is told to, between objects too", async () => {
    const stop = new AbortController();
    const files = buildRoot("1.1", { first: minimal("1.1", "urn:1"), second: minimal("1.1", "urn:2") });
    const run = validateStorageRoot(new MemoryTree(files), "", {
      ...QUICK,
      signal: stop.signal,
      onObject: () => stop.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
  });
});

describe("what a folder is", () => {
  const kinds: readonly [string, Files, "object" | "storage-root" | undefined][] = [
    ["an object", minimal(), "object"],
    ["an object without a declaration", without(minimal(), "0=ocfl_object_1.1"), "object"],
    ["an object without an inventory", without(minimal(), "inventory.json"), "object"],
    ["an object of a version to come", new Map([["0=ocfl_object_3.0", bytesOf("")]]), "object"],
    ["a storage root", buildRoot("1.0", {}), "storage-root"],
    [
      "a storage root without a declaration",
      without(buildRoot("1.0", { "a/b": minimal() }), "0=ocfl_1.0"),
      "storage-root",
    ],
    ["a storage root with just a layout", new Map([["ocfl_layout.json", bytesOf("{}")]]), "storage-root"],
    ["an empty folder", new Map(), undefined],
    ["any other folder", new Map([["photos/cat.jpg", bytesOf("")]]), undefined],
  ];
  it.each(kinds)("%s", async (_name, files, kind) => {
    expect(await kindOf(new MemoryTree(files), "")).toBe(kind);
  });
});

function without(files: Files, path: string): Files {
  files.delete(path);
  return files;
}

/** Puts a value at a place in an inventory, as a parser would: also under `__proto__`. */
function replaceAt(target: object, place: readonly string[], value: unknown): void {
  const [key = "", ...rest] = place;
  const inner: unknown = Object.getOwnPropertyDescriptor(target, key)?.value;
  if (rest.length > 0 && typeof inner === "object" && inner !== null) {
    replaceAt(inner, rest, value);
  } else {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  }
}
