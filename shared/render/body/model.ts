/** What a message says: the one form that its page, its text and its summary are rendered from. */
import type { Colour } from "./colour.ts";

/** How a piece of text stands: what changes its meaning, and what only looks. */
export interface Format {
  /** Not to be seen as it was sent. */
  readonly hidden: boolean;
  /** `del`, or struck through by another element or by style. */
  readonly struck: "deleted" | "struck out" | undefined;
  readonly inserted: boolean;
  readonly highlighted: boolean;
  readonly script: "super" | "sub" | undefined;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underlined: boolean;
  /** Letters of one width. */
  readonly code: boolean;
  /** Blanks stand as they were written. */
  readonly pre: boolean;
  readonly colour: Colour | undefined;
  readonly lang: string | undefined;
}

/** A piece of a line. */
export type Run =
  | { readonly kind: "text"; readonly text: string; readonly format: Format }
  | { readonly kind: "break" }
  /** Where the link leads whose text has just ended. */
  | { readonly kind: "destination"; readonly url: string; readonly format: Format }
  /** What could not be kept, in words. */
  | { readonly kind: "note"; readonly text: string; readonly format: Format }
  | { readonly kind: "image"; readonly image: ImageRun; readonly format: Format };

export interface ImageRun {
  readonly src: string;
  readonly alt: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** What stands one below the other. */
export type Block =
  | Paragraph
  | { readonly kind: "rule" }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly ListItem[] }
  | Table
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  /** Earlier messages, which end this one. */
  | { readonly kind: "history"; readonly blocks: readonly Block[] };

export interface Paragraph {
  readonly kind: "paragraph";
  readonly runs: readonly Run[];
  /** 1 to 6 of a heading. */
  readonly level: number | undefined;
  /** Whether there is room around it, or it is but a line. */
  readonly spaced: boolean;
  readonly align: "left" | "right" | "center" | undefined;
  readonly dir: "ltr" | "rtl" | undefined;
}

export interface ListItem {
  /** `c.`, `•`; "" for none. */
  readonly marker: string;
  readonly blocks: readonly Block[];
}

export interface Table {
  readonly kind: "table";
  readonly bordered: boolean;
  readonly caption: readonly Block[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Cell {
  readonly header: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  readonly blocks: readonly Block[];
}

/** A message, read. */
export interface MessageBody {
  readonly blocks: readonly Block[];
  /** What is shown otherwise than it was sent, in sentences for its reader. */
  readonly notes: readonly string[];
}
