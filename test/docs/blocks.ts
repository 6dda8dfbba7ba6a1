/** The fenced blocks of a page, and why some are not run: `<!-- not run: REASON -->` stands in the line above these. */

/** Pages whose commands `npm run test:install` runs, in the order in which a reader comes to them. */
export const RUN_PAGES = ["README.md", "docs/deploy.md"] as const;

export interface Block {
  /** Of the fence, counted from 1. */
  readonly line: number;
  /** The word behind the fence: `sh` is for commands. */
  readonly language: string;
  readonly text: string;
  /** Why no test types it. */
  readonly notRun: string | undefined;
}

const BLOCK = /(?:^<!-- not run: ([^\n]+) -->\n)?^```(\w*)\n(.*?)^```$/gms;

export function blocksIn(markdown: string): Block[] {
  return [...markdown.matchAll(BLOCK)].map(
    ({ index, 0: all, 1: notRun, 2: language = "", 3: text = "" }) => ({
      line: markdown.slice(0, index + all.indexOf("```")).split("\n").length,
      language,
      text,
      notRun,
    }),
  );
}
