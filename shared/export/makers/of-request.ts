/** What an export is made with: the makers of its formats, and all of its tables. */
import { headsTable } from "../../render/heads.ts";
import type { Table } from "../../render/table.ts";
import type { Maker } from "../format.ts";
import { FORMATS } from "../formats.ts";
import type { ExportRequest } from "../request.ts";

type Formats = Pick<ExportRequest, "formats">;

export function makersOf({ formats }: Formats): Promise<Maker[]> {
  return Promise.all(formats.map((name) => FORMATS[name].maker()));
}

/** The tables of the formats, and the heads of all tickets, which every export has. */
export async function tablesOf(request: Formats): Promise<Table[]> {
  const makers = await makersOf(request);
  return [...makers.flatMap(({ tables }) => tables), headsTable];
}
