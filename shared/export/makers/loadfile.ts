/** Makes the load files for review platforms. */
import { datTable, loadfileCsv } from "../../render/loadfile.ts";
import type { Maker } from "../format.ts";
import { textMaker } from "./texts.ts";

export const loadfileMaker: Maker = { ...textMaker, tables: [datTable, loadfileCsv] };
