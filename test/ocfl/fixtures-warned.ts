/** Objects that break a SHOULD. Each is named after the codes that it must give. */
import { buildObject, edit } from "./fixtures.ts";
import {
  type BrokenFixture,
  changed,
  file,
  inventory,
  mixed,
  ONE,
  one,
  padded,
  set,
  setInV1,
  THREE,
  three,
} from "./fixtures-change.ts";

export const WARNED_OBJECTS: readonly BrokenFixture[] = [
  {
    name: "W001_W004_W005_zero_padded_versions",
    build: (spec) =>
      buildObject({ versions: THREE, specs: [spec], padding: 4, id: "bb123cd4567", algorithms: ["sha256"] }),
  },
  { name: "W001_zero_padded_versions", build: (spec) => padded(spec, 3, 3) },
  { name: "W002_extra_dir_in_version_dir", build: file("v1/extra_dir/file.txt") },
  {
    name: "W003_empty_content_dir",
    build: changed(three, (files) => files.set("v3/content/", new Uint8Array())),
  },
  {
    name: "W004_uses_sha256",
    build: (spec) => buildObject({ versions: [ONE], specs: [spec], algorithms: ["sha256"] }),
  },
  { name: "W004_versions_diff_digests", build: (spec) => mixed(spec, "sha256", "sha512") },
  { name: "W005_id_not_uri", build: set({ id: "not_a_uri" }) },
  {
    name: "W007_no_message_or_user",
    build: inventory((it) => {
      Reflect.deleteProperty(it.versions["v1"] ?? {}, "message");
      Reflect.deleteProperty(it.versions["v1"] ?? {}, "user");
    }),
  },
  { name: "W008_user_no_address", build: setInV1({ user: { name: "A Person" } }) },
  {
    name: "W009_user_address_not_uri",
    build: setInV1({ user: { name: "A", address: "1 Wonky Way, Wibblesville, WW" } }),
  },
  {
    name: "W010_no_version_inventory",
    build: changed(one, (files) => {
      files.delete("v1/inventory.json");
      files.delete("v1/inventory.json.sha512");
    }),
  },
  {
    name: "W011_version_inv_diff_metadata",
    build: changed(three, (files) =>
      edit(files, ["v1"], (it) => {
        Object.assign(it.versions["v1"] ?? {}, {
          created: "2020-01-01T00:00:00Z",
          message: "another",
          user: { name: "B", address: "mailto:b@example.org" },
        });
      }),
    ),
  },
  { name: "W013_unregistered_extension", build: file("extensions/unregistered/config.json", "{}") },
];
