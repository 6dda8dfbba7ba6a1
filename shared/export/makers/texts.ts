/** Makes the text files of a ticket, which the tables and load files name. */
import { textFiles } from "../../render/texts.ts";
import type { Maker } from "../format.ts";

export const textMaker: Pick<Maker, "files"> = {
  async *files(ticket, { open }) {
    for await (const { path, bytes } of textFiles(ticket, open)) yield { path, body: bytes, compress: true };
  },
};
