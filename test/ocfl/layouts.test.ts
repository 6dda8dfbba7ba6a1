/** Places of objects: by the layout that a storage root declares, whoever made it. */
import { describe, expect, it } from "vitest";
import { declaredLayout } from "../../shared/ocfl/validator/layouts.ts";
import { verify } from "../../shared/verify/verification.ts";
import { buildObject, buildRoot, bytesOf, type Files, MemoryTree } from "./fixtures.ts";

const TICKET = "urn:leadsquared:22824:ticket:143";
const LONG = "abcdefghij".repeat(10).concat("a");

/** The files by which a root declares its layout. */
function declaring(name: string, config?: object): Files {
  const layout = { extension: name, description: "A layout." };
  return new Map([
    ["ocfl_layout.json", bytesOf(JSON.stringify(layout))],
    ...(config === undefined
      ? []
      : [
          [
            `extensions/${name}/config.json`,
            bytesOf(JSON.stringify({ extensionName: name, ...config })),
          ] as const,
        ]),
  ]);
}

/** Ids and places as the pages of the extensions have them. */
describe.each([
  ["0002-flat-direct-storage-layout", undefined, { "object-01": "object-01", "info:x": "info:x" }],
  [
    "0003-hash-and-id-n-tuple-storage-layout",
    undefined,
    {
      "object-01": "3c0/ff4/240/object-01",
      "..hor/rib:le-$id": "487/326/d8c/%2e%2ehor%2frib%3ale-%24id",
      "..Hor/rib:lè-$id": "373/529/21a/%2e%2eHor%2frib%3al%c3%a8-%24id",
      [LONG]: `5cc/73e/648/${LONG.slice(0, 100)}-5cc73e648fbcff136510e330871180922ddacf193b68fdeff855683a01464220`,
    },
  ],
  [
    "0003-hash-and-id-n-tuple-storage-layout",
    { digestAlgorithm: "md5", tupleSize: 0, numberOfTuples: 0 },
    { "object-01": "object-01" },
  ],
  [
    "0004-hashed-n-tuple-storage-layout",
    {},
    { "object-01": "3c0/ff4/240/3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4" },
  ],
  [
    "0004-hashed-n-tuple-storage-layout",
    { digestAlgorithm: "md5", tupleSize: 2, numberOfTuples: 15, shortObjectRoot: true },
    { "object-01": "ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/4e" },
  ],
  [
    "0006-flat-omit-prefix-storage-layout",
    { delimiter: "EDU/" },
    { "https://institution.edu/abc/edu/f8.05v": "f8.05v", "https://institution.edu/3448793": "3448793" },
  ],
  [
    "0007-n-tuple-omit-prefix-storage-layout",
    { delimiter: ":", tupleSize: 4, numberOfTuples: 2, zeroPadding: "left", reverseObjectRoot: true },
    {
      "namespace:12887296": "6927/8821/12887296",
      "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66": "66a9/c002/6e8bc430-9c3a-11d9-9669-0800200c9a66",
      abc123: "321c/ba00/abc123",
    },
  ],
  [
    "0007-n-tuple-omit-prefix-storage-layout",
    { delimiter: "edu/", zeroPadding: "right" },
    {
      "https://institution.edu/3448793": "344/879/300/3448793",
      "https://institution.edu/abc/edu/f8.05v": "f8./05v/000/f8.05v",
    },
  ],
])("layout %s with the parameters %j", (name, config, places) => {
  it.each(Object.entries(places))("puts %s at %s", async (id, place) => {
    const placeOf = await declaredLayout(new MemoryTree(declaring(name, config)), "");

    expect(placeOf?.(id)).toBe(place);
  });

  // F14
  it("is the one by which verify tells whether a ticket in another program's root is in its place", async () => {
    const layout = declaring(name, config);
    const place = (await declaredLayout(new MemoryTree(layout), ""))?.(TICKET) ?? "";
    const misplacedAt = async (at: string): Promise<string[]> => {
      const object = buildObject({ id: TICKET, versions: [{ "ticket.json": "{}" }], specs: ["1.1"] });
      const tree = new MemoryTree(new Map([...buildRoot("1.1", { [at]: object }), ...layout]));
      const targets = [{ kind: "storage-root", path: "" } as const];
      const options = {
        mode: "full",
        now: new Date(),
        pinned: [],
        signal: new AbortController().signal,
      } as const;
      const { findings } = await verify({ tree, place: "memory", targets, strays: [] }, options);
      return findings.map(({ code, path }) => `${code} ${path}`);
    };

    expect(await misplacedAt(place)).toEqual([]);
    expect(await misplacedAt("other/144")).toEqual(["misplaced other/144"]);
  });
});

it.each([
  ["none", new Map()],
  ["one whose rules are not known here", declaring("0011-direct-clean-path-layout")],
  ["impossible parameters", declaring("0004-hashed-n-tuple-storage-layout", { tupleSize: "3" })],
])("a root that declares %s has no places to check", async (_what, files: Files) => {
  expect(await declaredLayout(new MemoryTree(files), "")).toBeUndefined();
});
