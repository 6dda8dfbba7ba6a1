/** Makes the tables of messages and attachments. */
import { attachmentsCsv, messagesCsv } from "../../render/tables.ts";
import type { Maker } from "../format.ts";
import { textMaker } from "./texts.ts";

export const csvMaker: Maker = { ...textMaker, tables: [messagesCsv, attachmentsCsv] };
