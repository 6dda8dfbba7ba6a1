/** Puts runs together into a paragraph, with blanks and line ends as browsers show them. */
import { withoutOverrides } from "../html.ts";
import { COMPARED, saysItself } from "./links.ts";
import { type Look, PLAIN_LOOK } from "./look.ts";
import type { Format, Paragraph, Run } from "./model.ts";

/** What a block element says of the paragraphs in it. */
export interface Surroundings {
  /** 1 to 6 of a heading. */
  readonly level: number | undefined;
  readonly spaced: boolean;
}

interface OpenLink {
  readonly url: string;
  text: string;
  pictures: boolean;
}

/** What preheaders are filled up with. */
const FILLER = /(?:\s|\p{Default_Ignorable_Code_Point})+/gu;
/** Text is put together up to here: beyond, that would copy it again and again. Characters. */
const LONGEST_RUN = 2_000;
const ORDINAL = /^\s*(?:st|nd|rd|th)\b/i;

export class ParagraphBuilder {
  surroundings: Surroundings = { level: undefined, spaced: false };
  #runs: Run[] = [];
  #look: Look | undefined;
  #links: OpenLink[] = [];

  text(source: string, look: Look): void {
    const text = withoutOverrides(look.format.hidden ? source.replace(FILLER, " ") : source);
    if (look.format.hidden && text.trim() === "") this.#words(" ", PLAIN_LOOK);
    else if (look.space === "keep") this.#words(text, look);
    else if (look.space === "collapse") this.#words(text.replace(/[ \t\n\r\f]+/g, " "), look);
    else this.#lines(text, look);
  }

  #lines(text: string, look: Look): void {
    for (const [index, line] of text.split("\n").entries()) {
      if (index > 0) this.lineBreak(look);
      this.#words(line.replace(/[ \t\r\f]+/g, " "), look);
    }
  }

  lineBreak(look: Look): void {
    this.#trimEnd();
    this.#look ??= look;
    this.#runs.push({ kind: "break" });
  }

  add(run: Run, look: Look): void {
    this.#look ??= look;
    this.#runs.push(run);
    for (const link of this.#links) link.pictures = true;
  }

  /** The closing writes where the link leads, unless its text says so. */
  openLink(url: string, look: Look): () => void {
    const link: OpenLink = { url, text: "", pictures: false };
    this.#links.push(link);
    return () => {
      this.#links.splice(this.#links.indexOf(link), 1);
      if ((link.text.trim() === "" && !link.pictures) || saysItself(link)) return;
      const blank = this.#takeBlank();
      this.#look ??= look;
      this.#runs.push({ kind: "destination", url, format: look.format });
      if (blank) this.#words(" ", look);
    };
  }

  /** The paragraph, and room for the next; undefined where nothing is in it. */
  end(): Paragraph | undefined {
    const look = this.#look;
    this.#trimEnd();
    this.#dropLastLineEnd();
    const runs = this.#runs;
    this.#runs = [];
    this.#look = undefined;
    if (runs.length === 0 || look === undefined) return undefined;
    return { kind: "paragraph", runs, ...this.surroundings, align: look.align, dir: look.dir };
  }

  #words(words: string, look: Look): void {
    const collapses = look.space !== "keep";
    const text = collapses && words.startsWith(" ") && this.#blankIsDue() ? words.slice(1) : words;
    if (text === "") return;
    this.#look ??= look;
    for (const link of this.#links) if (link.text.length < COMPARED) link.text += text;
    const format = this.#ordinal(text, look.format);
    const last = this.#runs.at(-1);
    if (last?.kind === "text" && last.format === format && last.text.length < LONGEST_RUN) {
      this.#runs[this.#runs.length - 1] = { ...last, text: last.text + text };
    } else this.#runs.push({ kind: "text", text, format });
  }

  /** `1st` with raised letters is still 1st. */
  #ordinal(text: string, format: Format): Format {
    const last = this.#runs.at(-1);
    const behindDigit = last?.kind === "text" && /\d$/.test(last.text);
    return format.script === "super" && behindDigit && ORDINAL.test(text)
      ? { ...format, script: undefined }
      : format;
  }

  /** Whether a blank would stand at the start of a line or behind another one. */
  #blankIsDue(): boolean {
    const last = this.#runs.at(-1);
    if (last === undefined || last.kind === "break") return true;
    return last.kind === "text" && !last.format.pre && last.text.endsWith(" ");
  }

  #trimEnd(): void {
    const last = this.#runs.at(-1);
    if (last?.kind !== "text" || last.format.pre || !last.text.endsWith(" ")) return;
    this.#runs.pop();
    const text = last.text.slice(0, -1);
    if (text !== "") this.#runs.push({ ...last, text });
  }

  /** The last line end of a block makes no line. */
  #dropLastLineEnd(): void {
    const last = this.#runs.at(-1);
    if (last?.kind === "break" && this.#runs.length > 1) this.#runs.pop();
    if (last?.kind !== "text" || !last.format.pre || !last.text.endsWith("\n")) return;
    this.#runs[this.#runs.length - 1] = { ...last, text: last.text.slice(0, -1) };
  }

  #takeBlank(): boolean {
    const before = this.#runs.length;
    const last = this.#runs.at(-1);
    this.#trimEnd();
    const after = this.#runs.at(-1);
    return before !== this.#runs.length || last !== after;
  }
}
