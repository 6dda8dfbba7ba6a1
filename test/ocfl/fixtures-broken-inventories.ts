/** Objects whose inventories are wrong in themselves: E036 to E059. Each is named after the codes that it must give. */
import { bytesOf, edit, hashOf, readInventory, writeInventory } from "./fixtures.ts";
import {
  type BrokenFixture,
  changed,
  contentPath,
  digestFor,
  fixity,
  gone,
  hello,
  inventory,
  logicalPath,
  one,
  ROOT_AND_V3,
  set,
  setInV1,
  three,
  unset,
  unsetInV1,
} from "./fixtures-change.ts";

export const BROKEN_INVENTORIES: readonly BrokenFixture[] = [
  { name: "E036_no_id", build: unset("id") },
  { name: "E036_no_type", build: unset("type") },
  { name: "E036_no_head", build: unset("head") },
  { name: "E036_no_digest_algorithm", build: unset("digestAlgorithm") },
  { name: "E037_empty_id", build: set({ id: "" }) },
  { name: "E037_id_not_a_text", build: set({ id: { a: 1 } }) },
  {
    name: "E037_inconsistent_id",
    specs: ["1.0"],
    build: changed(three, (files) => edit(files, ["v1"], (it) => Object.assign(it, { id: "urn:other" }))),
  },
  {
    name: "E037_E110_inconsistent_id",
    specs: ["1.1"],
    build: changed(three, (files) => edit(files, ["v1"], (it) => Object.assign(it, { id: "urn:other" }))),
  },
  { name: "E038_type_not_str", build: set({ type: 1 }) },
  { name: "E038_unknown_type", build: set({ type: "https://ocfl.io/9.9/spec/#inventory" }) },
  {
    name: "E038_type_not_as_declared",
    build: (spec) => set({ type: `https://ocfl.io/${spec === "1.0" ? "1.1" : "1.0"}/spec/#inventory` })(spec),
  },
  {
    name: "E039_digests_of_another_length",
    build: inventory((it) => {
      const old = digestFor(it, "v1/content/a.txt");
      Object.assign(it.manifest, { [hello("sha256")]: it.manifest[old] });
      Reflect.deleteProperty(it.manifest, old);
      Object.assign(it.versions["v1"]?.state ?? {}, { [hello("sha256")]: ["a.txt"] });
      Reflect.deleteProperty(it.versions["v1"]?.state ?? {}, old);
    }),
    also: ["E092"],
    onlyFull: ["E092"],
  },
  {
    name: "E040_head_not_most_recent",
    build: changed(three, (files) => edit(files, ROOT_AND_V3, (it) => Object.assign(it, { head: "v1" }))),
  },
  { name: "E040_wrong_head_doesnt_exist", build: set({ head: "v2" }) },
  { name: "E040_wrong_head_format", build: set({ head: 1 }) },
  {
    name: "E040_wrong_version_in_version_dir",
    build: changed(three, (files) => writeInventory(files, "v2", readInventory(files, "v3"))),
  },
  { name: "E041_no_manifest", build: unset("manifest") },
  { name: "E041_manifest_not_object", specs: ["1.0"], build: set({ manifest: [] }) },
  { name: "E041_E106_manifest_not_object", specs: ["1.1"], build: set({ manifest: "none" }) },
  { name: "E041_E043_no_versions", build: unset("versions") },
  {
    name: "E042_bad_manifest_content_path",
    build: contentPath("v1/content/a.txt", ["v2/content/a.txt"]),
    also: ["E023"],
  },
  { name: "E044_E045_versions_not_object", build: set({ versions: ["v1"] }) },
  {
    name: "E046_root_not_most_recent",
    build: changed(three, (files) => writeInventory(files, "", readInventory(files, "v2"))),
  },
  {
    name: "E046_E010_missing_version_dir",
    build: changed(three, (files) => {
      for (const path of [...files.keys()]) if (path.startsWith("v2/inv")) files.delete(path);
      files.delete("v2/content/a.txt");
    }),
    also: ["E023", "E092"],
  },
  {
    name: "E046_E105_version_zero",
    specs: ["1.1"],
    build: inventory((it) => Object.assign(it.versions, { v0: it.versions["v1"] })),
  },
  { name: "E047_version_not_object", build: inventory((it) => Object.assign(it.versions, { v1: 1 })) },
  { name: "E048_no_created", build: unsetInV1("created") },
  { name: "E048_no_state", build: unsetInV1("state") },
  { name: "E049_created_no_timezone", build: setInV1({ created: "2019-01-01T02:03:04" }) },
  { name: "E049_created_not_to_seconds", build: setInV1({ created: "2019-01-01T01:02Z" }) },
  { name: "E049_created_no_such_day", build: setInV1({ created: "2023-02-29T01:02:03Z" }) },
  { name: "E049_created_no_such_month", build: setInV1({ created: "2023-13-01T01:02:03Z" }) },
  {
    name: "E049_E050_E054_bad_version_block_values",
    build: setInV1({ created: 5, state: "s", user: [], message: {} }),
    also: ["E094"],
  },
  {
    name: "E050_file_in_manifest_not_used",
    specs: ["1.0"],
    build: inventory((it) =>
      Reflect.deleteProperty(it.versions["v1"]?.state ?? {}, digestFor(it, "v1/content/a.txt")),
    ),
  },
  {
    name: "E107_file_in_manifest_not_used",
    specs: ["1.1"],
    build: inventory((it) =>
      Reflect.deleteProperty(it.versions["v1"]?.state ?? {}, digestFor(it, "v1/content/a.txt")),
    ),
  },
  {
    name: "E050_manifest_digest_wrong_case",
    build: inventory((it) => {
      const state = it.versions["v1"]?.state ?? {};
      Object.assign(it.versions["v1"] ?? {}, {
        state: Object.fromEntries(
          Object.entries(state).map(([digest, paths]) => [digest.toUpperCase(), paths]),
        ),
      });
    }),
    specs: ["1.0"],
  },
  {
    name: "E050_E107_state_digest_not_in_manifest",
    specs: ["1.1"],
    build: inventory((it) => {
      const state = it.versions["v1"]?.state ?? {};
      Reflect.deleteProperty(state, digestFor(it, "v1/content/a.txt"));
      state["ab".repeat(64)] = ["a.txt"];
    }),
  },
  {
    name: "E050_state_value_not_list",
    build: inventory((it) => Object.assign(it.versions["v1"]?.state ?? {}, { [hello("sha512")]: "a.txt" })),
  },
  { name: "E051_logical_path_not_a_text", build: logicalPath([7]) },
  {
    name: "E053_E052_invalid_logical_paths",
    build: logicalPath(["/file-1.txt", "../../file-2.txt", "//file-3.txt"]),
  },
  { name: "E052_empty_logical_path", build: logicalPath([""]) },
  { name: "E053_logical_path_ends_in_slash", build: logicalPath(["folder/"]) },
  { name: "E054_no_user_name", build: setInV1({ user: { address: "mailto:a@example.org" } }) },
  {
    name: "E054_user_name_not_a_text",
    build: setInV1({ user: { name: 1, address: "mailto:a@example.org" } }),
  },
  { name: "E056_null_fixity", specs: ["1.0"], build: fixity(null) },
  { name: "E111_null_fixity", specs: ["1.1"], build: fixity(null) },
  { name: "E057_fixity_block_not_object", build: fixity({ md5: [] }) },
  { name: "E057_fixity_value_not_list", build: fixity({ md5: { [hello("md5")]: "v1/content/a.txt" } }) },
  { name: "E057_E098_fixity_path_not_a_text", build: fixity({ md5: { [hello("md5")]: [null] } }) },
  {
    name: "E057_md5_of_wrong_length",
    build: fixity({ md5: { abcd: ["v1/content/a.txt"] } }),
    also: ["E093"],
    onlyFull: ["E093"],
  },
  { name: "E058_no_sidecar", build: gone("inventory.json.sha512") },
  { name: "E058_no_sidecar_in_version", build: gone("v1/inventory.json.sha512") },
  {
    name: "E058_E059_sidecar_of_another_algorithm",
    build: changed(one, (files) => {
      const bytes = files.get("inventory.json") ?? new Uint8Array();
      files.delete("inventory.json.sha512");
      files.set("inventory.json.sha256", bytesOf(`${hashOf("sha256", bytes)} inventory.json\n`));
    }),
  },
];
