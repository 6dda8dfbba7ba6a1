/** Objects whose parts do not agree with each other: E060 to E103. Each is named after the codes that it must give. */
import { buildObject, bytesOf, edit, hashOf, readInventory, writeRawInventory } from "./fixtures.ts";
import {
  type BrokenFixture,
  changed,
  contentPath,
  digestFor,
  file,
  fixity,
  hello,
  inventory,
  logicalPath,
  mixed,
  one,
  ROOT_AND_V1,
  set,
  setInV1,
  THREE,
  three,
} from "./fixtures-change.ts";

export const BROKEN_CONTENTS: readonly BrokenFixture[] = [
  {
    name: "E060_E064_root_inventory_digest_mismatch",
    build: changed(three, (files) => {
      const text = new TextDecoder().decode(files.get("inventory.json"));
      files.set("inventory.json", bytesOf(text.replace("version 3", "version three")));
    }),
    also: ["W011"],
  },
  {
    name: "E060_version_inventory_digest_mismatch",
    build: changed(three, (files) => {
      const text = new TextDecoder().decode(files.get("v1/inventory.json"));
      files.set("v1/inventory.json", bytesOf(`${text} `));
    }),
  },
  { name: "E061_invalid_sidecar", build: file("inventory.json.sha512", "This is not a valid sidecar\n") },
  {
    name: "E061_sidecar_of_another_file",
    build: file("inventory.json.sha512", `${"ab".repeat(64)} manifest.json\n`),
  },
  { name: "E061_empty_sidecar", build: file("inventory.json.sha512", "") },
  // F18
  ...[
    { name: "E061_byte_order_mark_before_digest", before: "\uFEFF", after: "" },
    { name: "E061_byte_order_mark_after_name", before: "", after: "\uFEFF" },
  ].map(({ name, before, after }) => ({
    name,
    build: changed(one, (files) => {
      const sidecar = new TextDecoder().decode(files.get("inventory.json.sha512"));
      files.set("inventory.json.sha512", bytesOf(`${before}${sidecar}${after}`));
    }),
  })),
  {
    name: "E063_no_inv",
    build: changed(one, (files) => {
      files.delete("inventory.json");
      files.delete("inventory.json.sha512");
    }),
  },
  {
    name: "E064_different_root_and_latest_inventories",
    build: changed(one, (files) =>
      writeRawInventory(files, "v1", `${JSON.stringify(readInventory(files, ""))}\n`),
    ),
  },
  {
    name: "E066_inconsistent_version_state",
    build: changed(three, (files) =>
      edit(files, ["v1"], (it) => {
        const state = it.versions["v1"]?.state ?? {};
        state[hashOf("sha512", "two")] = ["another.txt"];
      }),
    ),
  },
  {
    name: "E066_algorithm_change_state_mismatch",
    build: changed(
      (spec) => mixed(spec, "sha512", "sha256"),
      (files) =>
        edit(files, ["v1"], (it) => {
          const state = it.versions["v1"]?.state ?? {};
          state[hashOf("sha512", "one")] = ["b.txt"];
          state[hashOf("sha512", "two")] = ["a.txt"];
        }),
    ),
    also: ["W004"],
  },
  {
    name: "E066_E092_old_manifest_digest_incorrect",
    build: changed(three, (files) =>
      edit(files, ["v1"], (it) => {
        const right = digestFor(it, "v1/content/a.txt");
        const wrong = `f${right.slice(1)}`;
        it.manifest[wrong] = it.manifest[right] ?? [];
        Reflect.deleteProperty(it.manifest, right);
        const state = it.versions["v1"]?.state ?? {};
        state[wrong] = state[right] ?? [];
        Reflect.deleteProperty(state, right);
      }),
    ),
  },
  {
    name: "E066_version_gone_from_root",
    build: changed(three, (files) =>
      edit(files, ["v2"], (it) => {
        Object.assign(it.versions, { v9: it.versions["v2"] });
      }),
    ),
    also: ["E010", "E040"],
  },
  { name: "E067_file_in_extensions_dir", build: file("extensions/extra_file") },
  { name: "E090_link_in_content", build: file("v1/content/link@") },
  { name: "E090_link_in_root", build: file("link@") },
  {
    name: "E092_content_file_digest_mismatch",
    build: file("v1/content/a.txt", "tampered"),
    onlyFull: ["E092"],
  },
  {
    name: "E092_algorithm_change_incorrect_digest",
    build: changed(
      (spec) => mixed(spec, "sha512", "sha256"),
      (files) =>
        edit(files, ["v1"], (it) => {
          const right = digestFor(it, "v1/content/a.txt");
          const wrong = `f${right.slice(1)}`;
          it.manifest[wrong] = it.manifest[right] ?? [];
          Reflect.deleteProperty(it.manifest, right);
          const state = it.versions["v1"]?.state ?? {};
          state[wrong] = state[right] ?? [];
          Reflect.deleteProperty(state, right);
        }),
    ),
    also: ["W004"],
    onlyFull: ["E092"],
  },
  {
    name: "E092_E093_content_path_does_not_exist",
    build: inventory((it) => {
      Object.assign(it.manifest, { [hello("sha512")]: ["v1/content/a.txt", "v1/content/bonus.txt"] });
      it.fixity = { md5: { [hello("md5")]: ["v1/content/bonus.txt"] } };
    }),
    also: ["E023"],
  },
  { name: "E092_manifest_value_not_list", build: contentPath("v1/content/a.txt", []), also: ["E023"] },
  {
    name: "E092_E098_content_path_not_a_text",
    build: contentPath("v1/content/a.txt", ["v1/content/a.txt", 3]),
  },
  {
    name: "E093_fixity_digest_mismatch",
    build: fixity({ md5: { [hashOf("md5", "other")]: ["v1/content/a.txt"] } }),
    onlyFull: ["E093"],
  },
  {
    name: "E093_fixity_digest_mismatch_in_v1",
    build: changed(three, (files) =>
      edit(files, ["v1"], (it) => {
        it.fixity = { size: { 9: ["v1/content/a.txt"] } };
      }),
    ),
    onlyFull: ["E093"],
  },
  { name: "E094_message_not_a_string", build: setInV1({ message: 5 }) },
  { name: "E095_conflicting_logical_paths", build: logicalPath(["sub-path", "sub-path/a_file.txt"]) },
  { name: "E095_non_unique_logical_paths", build: logicalPath(["a.txt", "dir/b.txt"]) },
  {
    name: "E096_manifest_duplicate_digests",
    specs: ["1.0"],
    build: inventory((it) => {
      it.manifest[hello("sha512").toUpperCase()] = ["v1/content/a.txt"];
    }),
    also: ["E101", "E050"],
  },
  {
    name: "E096_manifest_duplicate_digests_by_key",
    build: changed(one, (files) => {
      const text = JSON.stringify(readInventory(files, ""));
      const doubled = text.replace('"manifest":{', `"manifest":{"${hello("sha512")}":["v1/content/z.txt"],`);
      for (const folder of ROOT_AND_V1) writeRawInventory(files, folder, doubled);
    }),
  },
  {
    name: "E097_fixity_duplicate_digests",
    build: fixity({
      md5: { [hello("md5")]: ["v1/content/a.txt"], [hello("md5").toUpperCase()]: ["v1/content/a.txt"] },
    }),
    also: ["E101"],
  },
  {
    name: "E099_bad_content_path_elements",
    build: contentPath("v1/content/a.txt", ["v1/content/./a.txt"]),
    also: ["E023"],
  },
  {
    name: "E100_E099_manifest_invalid_content_paths",
    build: contentPath("v1/content/a.txt", [
      "v1/content/../content/a.txt",
      "v1/content//a.txt",
      "/v1/content/a.txt",
    ]),
    also: ["E023"],
  },
  {
    name: "E100_E099_fixity_invalid_content_paths",
    build: fixity({
      md5: { [hello("md5")]: ["v1/content/../content/a.txt", "v1/content//a.txt", "/v1/content/a.txt"] },
    }),
  },
  {
    name: "E101_non_unique_content_paths",
    build: contentPath("v1/content/a.txt", ["v1/content/a.txt", "v1/content/a.txt"]),
  },
  {
    name: "E101_conflicting_content_paths",
    build: contentPath("v1/content/a.txt", ["v1/content/a.txt", "v1/content/a.txt/below"]),
    also: ["E023", "E092"],
  },
  { name: "E102_unknown_key", build: set({ extra: true }) },
  { name: "E102_unknown_key_in_version", build: setInV1({ type: "Version" }) },
  {
    name: "E102_unknown_key_in_user",
    build: setInV1({ user: { name: "A", address: "mailto:a@b.example", phone: "1" } }),
  },
  {
    name: "E103_older_spec_v2",
    specs: ["1.1"],
    build: () => buildObject({ versions: THREE, specs: ["1.1", "1.0", "1.1"] }),
  },
  {
    name: "E103_head_older_than_v1",
    specs: ["1.0"],
    build: () => buildObject({ versions: THREE, specs: ["1.1", "1.1", "1.0"] }),
  },
];
