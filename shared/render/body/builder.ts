/** Puts what a message says together: runs into paragraphs, paragraphs into lists, tables and quotations. */

import { saysSomething } from "./content.ts";
import { foldHistory, type HistoryMarks } from "./history.ts";
import type { Look } from "./look.ts";
import { markerOf } from "./markers.ts";
import type { Block, Cell, ImageRun, ListItem, Table } from "./model.ts";
import { ParagraphBuilder, type Surroundings } from "./paragraph-builder.ts";

/** Lists, tables and quotations in one another; what is nested deeper stands without its frame. */
const DEEPEST = 40;

/** How the items of a list are counted. */
export interface Numbering {
  readonly ordered: boolean;
  readonly start: number;
  /** −1 for a list that is numbered backwards. */
  readonly step: number;
}

interface ListFrame {
  readonly kind: "list";
  readonly step: number;
  next: number;
  readonly items: { marker: string; blocks: Block[] }[];
}

interface TableFrame {
  readonly kind: "table";
  readonly caption: Block[];
  readonly rows: Cell[][];
  bordered: boolean;
}

interface BoxFrame {
  readonly kind: "box";
  readonly blocks: Block[];
}

type Frame = ListFrame | TableFrame | BoxFrame;

/** Ends what was opened. */
export type Close = () => void;

export class BodyBuilder {
  readonly #root: BoxFrame = { kind: "box", blocks: [] };
  readonly #frames: Frame[] = [this.#root];
  readonly #paragraph = new ParagraphBuilder();
  readonly #marks: { -readonly [Name in keyof HistoryMarks]: number | undefined } = {
    header: undefined,
    lead: undefined,
  };
  #flattened = false;

  /** Whether something was nested too deep. */
  get flattened(): boolean {
    return this.#flattened;
  }

  text(text: string, look: Look): void {
    this.#paragraph.text(text, look);
  }

  lineBreak(look: Look): void {
    this.#paragraph.lineBreak(look);
  }

  note(text: string, look: Look): void {
    this.#paragraph.add({ kind: "note", text, format: look.format }, look);
  }

  image(image: ImageRun, look: Look): void {
    this.#paragraph.add({ kind: "image", image, format: look.format }, look);
  }

  /** Text from here to the closing leads somewhere. */
  openLink(url: string, look: Look): Close {
    return this.#paragraph.openLink(url, look);
  }

  rule(): void {
    this.boundary();
    this.#add({ kind: "rule" });
  }

  /** Ends the paragraph, if there is one. */
  boundary(): void {
    const paragraph = this.#paragraph.end();
    if (paragraph !== undefined) this.#add(paragraph);
  }

  openBlock(surroundings: Surroundings): Close {
    this.boundary();
    const outer = this.#paragraph.surroundings;
    this.#paragraph.surroundings = surroundings;
    return () => {
      this.boundary();
      this.#paragraph.surroundings = outer;
    };
  }

  openQuote(): Close {
    return this.#openBox((blocks) => this.#add({ kind: "quote", blocks }));
  }

  openList({ ordered, start, step }: Numbering): Close {
    const frame: ListFrame = { kind: "list", next: start, step, items: [] };
    return this.#open(frame, () => {
      const items: readonly ListItem[] = frame.items.filter(
        ({ marker, blocks }) => marker !== "" || blocks.length > 0,
      );
      if (items.length > 0) this.#add({ kind: "list", ordered, items });
    });
  }

  /** An item of the list that is open; where none is, a line with the marker in front. */
  openItem(style: string, value: number | undefined, look: Look): Close {
    this.boundary();
    const frame = this.#frames.at(-1);
    const number = value ?? (frame?.kind === "list" ? frame.next : 1);
    const marker = markerOf(style, number);
    if (frame?.kind === "list") {
      frame.items.push({ marker, blocks: [] });
      frame.next = number + frame.step;
    } else if (marker !== "") this.#paragraph.text(`${marker} `, look);
    return () => this.boundary();
  }

  openTable(bordered: boolean): Close {
    const frame: TableFrame = { kind: "table", caption: [], rows: [], bordered };
    return this.#open(frame, () => this.#addTable(frame));
  }

  openRow(): Close {
    this.boundary();
    const frame = this.#frames.at(-1);
    if (frame?.kind === "table") frame.rows.push([]);
    return () => this.boundary();
  }

  openCell(cell: Omit<Cell, "blocks">, bordered: boolean): Close {
    this.boundary();
    const table = this.#frames.at(-1);
    if (table?.kind !== "table") return () => this.boundary();
    if (bordered) table.bordered = true;
    return this.#openBox((blocks) => {
      if (table.rows.length === 0) table.rows.push([]);
      table.rows.at(-1)?.push({ ...cell, blocks: saysSomething(blocks) ? blocks : [] });
    });
  }

  /** Earlier messages begin here: with a header of their own, or with words that lead to a quotation. */
  markHistory(kind: keyof HistoryMarks): void {
    this.boundary();
    if (this.#frames.length === 1) this.#marks[kind] ??= this.#root.blocks.length;
  }

  finish(): readonly Block[] {
    this.boundary();
    return foldHistory(this.#root.blocks, this.#marks);
  }

  #openBox(close: (blocks: readonly Block[]) => void): Close {
    const frame: BoxFrame = { kind: "box", blocks: [] };
    return this.#open(frame, () => close(frame.blocks));
  }

  #open(frame: Frame, close: Close): Close {
    this.boundary();
    if (this.#frames.length > DEEPEST) {
      this.#flattened = true;
      return () => this.boundary();
    }
    this.#frames.push(frame);
    return () => {
      this.boundary();
      this.#frames.pop();
      close();
    };
  }

  /** A table of one column without lines is but a frame of a design: what is in it stands by itself. */
  #addTable({ caption, rows, bordered }: TableFrame): void {
    const filled = rows.filter((cells) => cells.some(({ blocks }) => blocks.length > 0));
    const columns = Math.max(
      0,
      ...filled.map((cells) => cells.filter(({ blocks }) => blocks.length > 0).length),
    );
    const isFrame = !bordered && columns <= 1;
    if (isFrame)
      for (const block of [...caption, ...filled.flat().flatMap(({ blocks }) => blocks)]) this.#add(block);
    else if (filled.length + caption.length > 0)
      this.#add({ kind: "table", bordered, caption, rows: filled } satisfies Table);
  }

  #add(block: Block): void {
    const frame = this.#frames.at(-1) ?? this.#root;
    if (frame.kind === "box") frame.blocks.push(block);
    else if (frame.kind === "table") frame.caption.push(block);
    else {
      if (frame.items.length === 0) frame.items.push({ marker: "", blocks: [] });
      frame.items.at(-1)?.blocks.push(block);
    }
  }
}
