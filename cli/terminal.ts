/** Where the CLI writes: results to stdout, everything else to stderr. */
import { styleText } from "node:util";
import { aboveBar } from "./above-bar.ts";
import { safeLines } from "./text.ts";
import { wrapped } from "./wrap.ts";

export interface Terminal {
  /** Writes lines of a result, broken between words where they are longer than the terminal is wide. */
  print(text: string): void;
  /** Writes lines beside the result. */
  note(text: string): void;
  /** Writes a part of a result as it is. */
  write(text: string): void;
  /** Writes one JSON document in one line. */
  json(value: unknown): void;
  /** Text for `print` in a colour, where colours are shown. */
  paint(style: "bold" | "green" | "yellow" | "red", text: string): string;
  /** Characters in a line of the terminal; undefined where there is none, as in a pipe: nothing has to be cut there. */
  readonly columns: number | undefined;
}

/** Where text goes: a stream of the process, which may be a terminal, or what collects it. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  hasColors?(): boolean;
  readonly columns?: number;
}

/** The two outputs of a process. */
export interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Colours are shown on a terminal, unless `color` is false or `NO_COLOR` is set. */
export function terminalOn({ stdout, stderr }: Outputs, color: boolean): Terminal {
  const colored = color && stdout.isTTY === true && stdout.hasColors?.() === true;
  return {
    print: (text) => aboveBar(() => stdout.write(`${wrapped(text, columnsOf(stdout))}\n`)),
    write: (text) => void stdout.write(text),
    note: (text) => aboveBar(() => stderr.write(`${wrapped(safeLines(text), columnsOf(stderr))}\n`)),
    json: (value) => aboveBar(() => stdout.write(`${jsonLine(value)}\n`)),
    paint: (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text),
    columns: columnsOf(stdout),
  };
}

/** Characters in a line of a terminal; undefined where the output is none. */
export function columnsOf({ isTTY, columns }: Output): number | undefined {
  return isTTY === true ? columns : undefined;
}

/** JSON in one line, of the same value, in which nothing moves a terminal's cursor or turns its direction. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** A reader that goes away early (`ticketvault show 143 | head`) ends the command without a word. */
export function endWithReader(exit: () => never): void {
  process.stdout.on("error", exit);
  process.stderr.on("error", exit);
}
