/** Storage roots that are wrong. Each is named after the codes that it must give. */
import { buildObject, buildRoot, bytesOf, type Spec } from "./fixtures.ts";
import { type BrokenFixture, type Change, ONE, one } from "./fixtures-change.ts";

const rootOf = (change: Change) => (spec: Spec) => {
  const files = buildRoot(spec, { "aa/bb/first": one(spec) });
  change(files, spec);
  return files;
};
const rootFile = (path: string, text = "extra") => rootOf((files) => files.set(path, bytesOf(text)));
const layout = (value: unknown) => rootFile("ocfl_layout.json", JSON.stringify(value));

export const BROKEN_ROOTS: readonly BrokenFixture[] = [
  {
    name: "E069_no_declaration_file",
    build: (spec) => rootOf((files) => files.delete(`0=ocfl_${spec}`))(spec),
  },
  {
    name: "E076_two_declarations",
    specs: ["1.1"],
    build: rootOf((files) => files.set("0=ocfl_1.0", bytesOf("ocfl_1.0\n"))),
  },
  {
    name: "E069_E077_unknown_version",
    build: rootOf((files, spec) => {
      files.delete(`0=ocfl_${spec}`);
      files.set("0=ocfl_7.0", bytesOf("ocfl_7.0\n"));
    }),
  },
  {
    name: "E069_E075_no_tag",
    build: rootOf((files, spec) => {
      files.delete(`0=ocfl_${spec}`);
      files.set(`ocfl_${spec}`, bytesOf(`ocfl_${spec}\n`));
    }),
  },
  { name: "E077_E078_wrong_tag", build: rootFile("2=ocfl_1.0") },
  { name: "E077_E079_wrong_value", build: rootFile("0=something_else") },
  { name: "E080_wrong_text", build: rootOf((files, spec) => files.set(`0=ocfl_${spec}`, bytesOf("ocfl\n"))) },
  { name: "E070_layout_bad_json", build: rootFile("ocfl_layout.json", "{") },
  { name: "E070_layout_not_object", build: layout(["aa", "bb"]) },
  { name: "E070_layout_no_extension", build: layout({ description: "d" }) },
  { name: "E070_layout_no_description", build: layout({ extension: "0011-direct-clean-path-layout" }) },
  { name: "E071_layout_not_registered", build: layout({ extension: "my-layout", description: "d" }) },
  { name: "E071_layout_is_no_layout", build: layout({ extension: "0005-mutable-head", description: "d" }) },
  { name: "E072_E084_file_in_hierarchy", build: rootFile("aa/stray.txt") },
  { name: "E072_E085_file_not_in_object", build: rootFile("dir1/stray.txt") },
  { name: "E073_root_with_empty_dir", build: rootFile("empty/", "") },
  { name: "E073_empty_dir_deeper", build: rootFile("aa/empty/", "") },
  { name: "E072_E074_E085_root_in_root", build: rootFile("inner/0=ocfl_1.0", "ocfl_1.0\n") },
  { name: "E067_E086_file_in_extensions", specs: ["1.0"], build: rootFile("extensions/file.txt") },
  { name: "E112_file_in_extensions", specs: ["1.1"], build: rootFile("extensions/file.txt") },
  { name: "E073_empty_extensions", build: rootFile("extensions/", "") },
  { name: "E090_link_in_hierarchy", build: rootFile("aa/link@", "") },
  {
    name: "E037_same_id_twice",
    build: rootOf((files, spec) => {
      for (const [path, bytes] of one(spec)) files.set(`aa/bb/second/${path}`, bytes);
    }),
  },
  {
    name: "E081_object_newer_than_root",
    specs: ["1.0"],
    build: () => buildRoot("1.0", { first: one("1.1") }),
  },
  { name: "E003_E004_object_unknown_version", build: rootFile("aa/odd/0=ocfl_object_0.9"), also: ["E063"] },
  {
    name: "E003_object_without_declaration",
    build: rootOf((files, spec) => files.delete(`aa/bb/first/0=ocfl_object_${spec}`)),
  },
  {
    name: "E001_object_in_object",
    build: rootOf((files, spec) => {
      for (const [path, bytes] of one(spec)) files.set(`aa/bb/first/inner/${path}`, bytes);
    }),
    also: ["E082"],
  },
  { name: "W013_unregistered_extension", specs: ["1.0"], build: rootFile("extensions/mine/config.json") },
  { name: "W016_unregistered_extension", specs: ["1.1"], build: rootFile("extensions/mine/config.json") },
  {
    name: "W015_objects_at_two_levels",
    build: rootOf((files, spec) => {
      const top = buildObject({ versions: [ONE], specs: [spec], id: "urn:example:top" });
      for (const [path, bytes] of top) files.set(`top/${path}`, bytes);
    }),
  },
];
