/** The files that make a folder an OCFL 1.1 storage root laid out by extension 0006, and an object an object. */
import { jsonBytes } from "../json.ts";

export const OBJECT_DECLARATION = {
  name: "0=ocfl_object_1.1",
  bytes: Buffer.from("ocfl_object_1.1\n"),
} as const;

const LAYOUT = "0006-flat-omit-prefix-storage-layout";

interface RootFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const STORAGE_ROOT_DECLARATION: RootFile = { name: "0=ocfl_1.1", bytes: Buffer.from("ocfl_1.1\n") };

/** In the order in which they are written: the declaration, which makes the folder a storage root, comes last. */
export const STORAGE_ROOT_FILES: readonly RootFile[] = [
  { name: `extensions/${LAYOUT}/config.json`, bytes: jsonBytes({ extensionName: LAYOUT, delimiter: ":" }) },
  {
    name: "ocfl_layout.json",
    bytes: jsonBytes({
      extension: LAYOUT,
      description: "One object per ticket; its folder is what follows the last colon of its id.",
    }),
  },
  STORAGE_ROOT_DECLARATION,
];
