/** Objects whose files and folders are wrong: E001 to E035. Each is named after the codes that it must give. */
import { buildObject, bytesOf, edit, readInventory, writeRawInventory } from "./fixtures.ts";
import {
  type BrokenFixture,
  changed,
  contentPath,
  digestFor,
  file,
  fixity,
  gone,
  inventory,
  ONE,
  one,
  padded,
  ROOT_AND_V1,
  renameVersion,
  set,
  three,
  withDeclaration,
} from "./fixtures-change.ts";

export const BROKEN_FOLDERS: readonly BrokenFixture[] = [
  { name: "E001_extra_dir_in_root", build: file("extra_dir/file.txt") },
  { name: "E001_extra_empty_dir_in_root", build: file("extra_dir/", "") },
  { name: "E001_extra_file_in_root", build: file("extra_file") },
  { name: "E001_v2_file_in_root", build: file("v2") },
  { name: "E001_second_sidecar", build: file("inventory.json.md5") },
  {
    name: "E001_E046_E009_E042_invalid_version_format",
    specs: ["1.0"],
    build: changed(one, (files) => renameVersion(files, "v1", "1")),
    also: ["E040"],
  },
  {
    name: "E001_E046_E104_E009_E042_invalid_version_format",
    specs: ["1.1"],
    build: changed(one, (files) => renameVersion(files, "v1", "1")),
    also: ["E040"],
  },
  { name: "E001_E082_object_in_object", build: file("inner/0=ocfl_object_1.0", "ocfl_object_1.0\n") },
  { name: "E002_E003_no_tag", build: withDeclaration("ocfl_object_1.1", "ocfl_object_1.1\n") },
  { name: "E003_E063_empty", build: () => new Map() },
  {
    name: "E003_no_decl",
    build: (spec) => changed(one, (files) => files.delete(`0=ocfl_object_${spec}`))(spec),
  },
  {
    name: "E003_two_declarations",
    build: changed(one, (files, spec) => {
      const other = spec === "1.0" ? "1.1" : "1.0";
      files.set(`0=ocfl_object_${other}`, bytesOf(`ocfl_object_${other}\n`));
    }),
    specs: ["1.1"],
  },
  { name: "E003_E004_unknown_version", build: withDeclaration("0=ocfl_object_0.9", "ocfl_object_0.9\n") },
  { name: "E003_E004_E005_wrong_tag", build: withDeclaration("1=ocfl_object_1.1", "ocfl_object_1.1\n") },
  {
    name: "E003_E004_E006_special",
    build: withDeclaration("0=special_object_yeah", "special_object_yeah\n"),
  },
  {
    name: "E007_bad_declaration_contents",
    build: changed(one, (files, spec) => files.set(`0=ocfl_object_${spec}`, bytesOf("This is not right!\n"))),
  },
  {
    name: "E007_no_newline",
    build: changed(one, (files, spec) => files.set(`0=ocfl_object_${spec}`, bytesOf(`ocfl_object_${spec}`))),
  },
  {
    name: "E007_carriage_return",
    build: changed(one, (files, spec) =>
      files.set(`0=ocfl_object_${spec}`, bytesOf(`ocfl_object_${spec}\r\n`)),
    ),
  },
  {
    name: "E008_E036_no_versions_no_head",
    build: inventory((it) => {
      Object.assign(it, { versions: {}, manifest: {} });
      Reflect.deleteProperty(it, "head");
    }),
    also: ["E046"],
  },
  { name: "E009_version_two_only", build: changed(one, (files) => renameVersion(files, "v1", "v2")) },
  {
    name: "E010_missing_versions",
    build: changed(three, (files) => {
      for (const path of [...files.keys()]) if (path.startsWith("v3/")) files.delete(path);
    }),
    also: ["E046"],
  },
  {
    name: "E010_skipped_versions",
    build: changed(three, (files) => {
      for (const path of [...files.keys()]) if (path.startsWith("v2/inv")) files.delete(path);
      renameVersion(files, "v3", "v7");
    }),
    also: ["W010"],
  },
  {
    name: "E011_E013_invalid_padded_head_version",
    build: (spec) => padded(spec, 2, 10),
    also: ["E012", "W001"],
  },
  {
    name: "E012_E013_W001_padded_after_unpadded",
    build: changed(three, (files) => renameVersion(files, "v2", "v02")),
  },
  {
    name: "E014_E042_unpadded_reference",
    build: changed(
      (spec) => padded(spec, 3, 1),
      (files) =>
        edit(files, ["", "v001"], (it) => {
          it.manifest[digestFor(it, "v001/content/a.txt")] = ["v1/content/a.txt"];
        }),
    ),
    also: ["E023", "W001"],
  },
  {
    name: "E015_content_not_in_content_dir",
    build: changed(one, (files) => {
      files.delete("v1/content/a.txt");
      files.set("v1/a.txt", bytesOf("hello"));
      edit(files, ROOT_AND_V1, (it) => {
        it.manifest[digestFor(it, "v1/content/a.txt")] = ["v1/a.txt"];
      });
    }),
    also: ["E042"],
  },
  {
    name: "E016_no_content_dir",
    build: changed(one, (files) => {
      files.delete("v1/content/a.txt");
      files.delete("v1/content/dir/b.txt");
    }),
    also: ["E023", "E092"],
  },
  { name: "E017_invalid_content_dir", specs: ["1.0"], build: set({ contentDirectory: "content/dir" }) },
  { name: "E017_E108_invalid_content_dir", specs: ["1.1"], build: set({ contentDirectory: "content/dir" }) },
  { name: "E017_content_dir_not_a_text", specs: ["1.0"], build: set({ contentDirectory: 7 }) },
  { name: "E018_content_dir_dots", specs: ["1.0"], build: set({ contentDirectory: ".." }) },
  { name: "E018_E108_content_dir_dot", specs: ["1.1"], build: set({ contentDirectory: "." }) },
  {
    name: "E019_content_dir_set_in_v2_not_v1",
    build: changed(three, (files) =>
      edit(files, ["", "v2", "v3"], (it) => {
        it.contentDirectory = "content";
      }),
    ),
  },
  {
    name: "E019_E020_inconsistent_content_dir",
    build: changed(three, (files) =>
      edit(files, ["v1"], (it) => {
        it.contentDirectory = "content-dir";
      }),
    ),
    also: ["E042"],
  },
  { name: "E023_extra_file", build: file("v1/content/extra.txt") },
  { name: "E023_missing_file", build: gone("v1/content/a.txt"), also: ["E092"] },
  {
    name: "E023_old_manifest_missing_entries",
    build: changed(three, (files) =>
      edit(files, ["v1"], (it) => {
        Reflect.deleteProperty(it.manifest, digestFor(it, "v1/content/b.txt"));
      }),
    ),
    also: ["E050"],
  },
  { name: "E024_empty_dir_in_content", build: file("v1/content/empty/", "") },
  {
    name: "E025_wrong_digest_algorithm",
    build: (spec) => buildObject({ versions: [ONE], specs: [spec], algorithms: ["md5"] }),
  },
  { name: "E025_algorithm_not_a_text", build: set({ digestAlgorithm: 512 }) },
  {
    name: "E029_sha1_not_hex",
    build: fixity({ sha1: { zzz: ["v1/content/a.txt"] } }),
    also: ["E093"],
    onlyFull: ["E093"],
  },
  {
    name: "E030_manifest_not_hex",
    build: changed(
      (spec) => buildObject({ versions: [ONE], specs: [spec], algorithms: ["sha256"] }),
      (files) =>
        edit(files, ROOT_AND_V1, (it) => {
          const old = digestFor(it, "v1/content/a.txt");
          Object.assign(it.manifest, { "aGVsbG8=": it.manifest[old] });
          Reflect.deleteProperty(it.manifest, old);
          Object.assign(it.versions["v1"]?.state ?? {}, { "aGVsbG8=": ["a.txt"] });
          Reflect.deleteProperty(it.versions["v1"]?.state ?? {}, old);
        }),
    ),
    also: ["E092", "W004"],
    onlyFull: ["E092"],
  },
  {
    name: "E031_sha512_fixity_not_hex",
    build: fixity({ sha512: { "?": ["v1/content/a.txt"] } }),
    also: ["E093"],
    onlyFull: ["E093"],
  },
  {
    name: "E032_blake2b_not_hex",
    build: fixity({ "blake2b-512": { "?": ["v1/content/a.txt"] } }),
    also: ["E093"],
    onlyFull: ["E093"],
  },
  { name: "E033_inventory_bad_json", build: changed(one, (files) => writeRawInventory(files, "", '{"id":')) },
  { name: "E033_inventory_not_object", build: changed(one, (files) => writeRawInventory(files, "", "[]")) },
  { name: "E033_inventory_null", build: changed(one, (files) => writeRawInventory(files, "", "null")) },
  {
    name: "E033_inventory_not_utf8",
    build: changed(one, (files) => writeRawInventory(files, "", Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d))),
  },
  {
    name: "E033_byte_order_mark",
    build: changed(one, (files) =>
      writeRawInventory(files, "", `\uFEFF${JSON.stringify(readInventory(files, ""))}`),
    ),
  },
  {
    name: "E033_key_twice",
    build: changed(one, (files) => {
      const text = JSON.stringify(readInventory(files, ""));
      for (const folder of ROOT_AND_V1)
        writeRawInventory(files, folder, text.replace("{", '{"\\u0069d":"urn:x",'));
    }),
  },
  {
    name: "E034_E063_misnamed_inventory",
    build: changed(one, (files) => {
      files.set("Inventory.json", files.get("inventory.json") ?? new Uint8Array());
      files.delete("inventory.json");
    }),
    also: ["E001"],
  },
  {
    name: "E035_E042_backslashes",
    build: contentPath("v1/content/a.txt", ["v1\\content\\a.txt"]),
    also: ["E023"],
  },
];
