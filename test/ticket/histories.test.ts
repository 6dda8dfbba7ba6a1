/** A thousand made-up histories: nothing that LeadSquared ever showed is missing from the last document. */
import { beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { type Outcome, tellTheSame, ticketDocument } from "../../shared/ticket/assemble.ts";
import { changesBetween, type SourceChanges, sourceChanges } from "../../shared/ticket/changes.ts";
import { type TicketDocument, ticketBytes } from "../../shared/ticket/document.ts";
import { listedAttachments, merge } from "../../shared/ticket/merge.ts";
import { normalize } from "../../shared/ticket/normalize.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { storedAttachments } from "../../shared/ticket/stored.ts";
import { type Answered, history, randomOf } from "./histories.ts";

const HISTORIES = 1000;
const STEPS = 10;
const source = { host: "api.invalid", tenantId: 1, orgId: 1, ticketId: 143 };

interface Version {
  readonly document: TicketDocument;
  /** The answer that it was made of: `source.json`. */
  readonly answer: unknown;
  /** What became of the attachments that were asked for. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** What the flow does with an answer, without a store: a transfer fails now and then. */
function next(
  last: TicketDocument | undefined,
  version: string,
  answer: unknown,
  random: (n: number) => number,
) {
  const merged = merge(last, normalize(answer, source), version);
  const stored = last ? storedAttachments(last) : new Map<string, Outcome>();
  const outcomes = new Map(
    listedAttachments(merged).map(({ identity }): [string, Outcome] => {
      const before = stored.get(identity);
      if (before?.status === "stored") return [identity, before];
      if (random(4) === 0) return [identity, before ?? { status: "failed", reason: "gone" }];
      return [identity, { status: "stored", size: 1, sha256: sha256Hex(identity), flags: [] }];
    }),
  );
  return { document: ticketDocument(merged, new Map([...stored, ...outcomes])), outcomes };
}

function archive(
  answers: Iterable<Answered>,
  seed: number,
): { versions: Version[]; steps: [string, boolean][] } {
  const random = randomOf(seed + 1_000_000);
  const versions: Version[] = [];
  const steps: [string, boolean][] = [];
  for (const { step, answer } of answers) {
    const last = versions.at(-1);
    const { document, outcomes } = next(last?.document, `v${versions.length + 1}`, answer, random);
    const isNew = last === undefined || !tellTheSame(last.document, document);
    // Read back, as the next run reads it.
    if (isNew) versions.push({ document: parseTicketDocument(ticketBytes(document)), answer, outcomes });
    steps.push([step, isNew]);
  }
  return { versions, steps };
}

/** All wordings and attachments that an answer shows, as sets of texts. */
function shown(answer: unknown): { wordings: Set<string>; files: Set<string> } {
  const { conversations } = normalize(answer, source);
  return {
    wordings: new Set(conversations.map(({ id, wording }) => JSON.stringify([id, wording]))),
    files: new Set(conversations.flatMap(({ attachments }) => attachments.map(({ identity }) => identity))),
  };
}

function kept({ conversations }: TicketDocument): { wordings: Set<string>; files: Set<string> } {
  const wordings = conversations.flatMap((each) =>
    [each, ...each.revisions].map((message) => {
      const { type, direction, channel, createdAt, createdAtRaw, createdBy, text, html, extra } = message;
      const wording = { type, direction, channel, createdAt, createdAtRaw, createdBy, text, html, extra };
      return JSON.stringify([each.id, wording]);
    }),
  );
  const document = { conversations } as TicketDocument;
  return { wordings: new Set(wordings), files: new Set(storedAttachments(document).keys()) };
}

interface Run {
  readonly seed: number;
  readonly answers: readonly Answered[];
  readonly versions: readonly Version[];
  readonly steps: readonly [string, boolean][];
}

let runs: Run[] = [];
beforeAll(() => {
  runs = Array.from({ length: HISTORIES }, (_, index) => {
    const answers = [...history(index + 1, STEPS)];
    return { seed: index + 1, answers, ...archive(answers, index + 1) };
  });
});

/** The seeds of the histories of which something is so that should not be. */
function seedsWhere(wrong: (run: Run) => boolean): number[] {
  return runs.filter(wrong).map(({ seed }) => seed);
}

describe("a thousand histories of add, edit, remove, restore, reorder, empty, rename and renewed URLs", () => {
  // T1 T2 T3 T13
  it("leave nothing out of the last document that was ever shown", () => {
    const lacking = seedsWhere(({ answers, versions }) => {
      const last = versions.at(-1);
      const all = last && kept(last.document);
      return answers.some(({ answer }) => {
        const { wordings, files } = shown(answer);
        return !(
          all &&
          [...wordings].every((each) => all.wordings.has(each)) &&
          [...files].every((each) => all.files.has(each))
        );
      });
    });
    expect(lacking).toEqual([]);
  });

  // T13
  it("make no version for another order, renewed URLs or noise around the list", () => {
    // A transfer that failed is tried again whatever the step was.
    const quiet = runs.filter(({ versions }) =>
      versions.every(({ document }) => document.completeness.attachments.failed === 0),
    );
    const versions = quiet.flatMap(({ seed, steps }) =>
      steps.slice(1).flatMap(([step, isNew]) => (isNew && NOISE.includes(step) ? [`${seed} ${step}`] : [])),
    );
    expect(quiet.length).toBeGreaterThan(50);
    expect(versions).toEqual([]);
  });

  it("can be made again from the source.json of all versions and the outcomes of transfers", () => {
    const different = seedsWhere(({ versions }) => {
      let document: TicketDocument | undefined;
      for (const [index, { answer, outcomes }] of versions.entries()) {
        const merged = merge(document, normalize(answer, source), `v${index + 1}`);
        const stored = document ? storedAttachments(document) : new Map<string, Outcome>();
        document = ticketDocument(merged, new Map([...stored, ...outcomes]));
      }
      return JSON.stringify(document) !== JSON.stringify(versions.at(-1)?.document);
    });
    expect(different).toEqual([]);
  });

  // T13
  it("never give a path to another attachment than the one that had it first", () => {
    const given = seedsWhere(({ versions }) => {
      const owners = new Map<string, string>();
      const all = versions.flatMap(({ document }) => document.conversations);
      return all.some(({ key, attachments }) =>
        attachments.some(({ path, sourceUrl, fileName }) => {
          const owner = JSON.stringify([key, sourceUrl, fileName]);
          const first = owners.get(path) ?? owner;
          owners.set(path, first);
          return first !== owner;
        }),
      );
    });
    expect(given).toEqual([]);
  });

  it("tell of every edit, removal and return between two versions", () => {
    const untold = seedsWhere(({ versions }) =>
      versions.some(({ document }, index) => {
        const before = versions[index - 1]?.document;
        const told = sourceChanges(changesBetween(before, document));
        return JSON.stringify(seenChanges(before, document)) !== JSON.stringify(told ?? NONE);
      }),
    );
    expect(untold).toEqual([]);
  });
});

const NOISE: readonly string[] = ["reorder", "renew", "envelope", "nothing"];
const NONE: SourceChanges = {
  edited: [],
  removed: [],
  restored: [],
  attachmentsRemoved: 0,
  attachmentsRestored: 0,
};

/** The same found in another way: by what each document says is current. */
function seenChanges(before: TicketDocument | undefined, after: TicketDocument): SourceChanges {
  const old = new Map(before?.conversations.map((each) => [each.key, each]));
  const pairs = after.conversations.flatMap((now) => {
    const earlier = old.get(now.key);
    return earlier === undefined ? [] : [{ key: now.key, earlier, now }];
  });
  const says = ({ html, text, createdBy }: TicketDocument["conversations"][number]): string =>
    JSON.stringify([html, text, createdBy]);
  const files = pairs.flatMap(({ earlier, now }) =>
    earlier.attachments.map((each, index) => [each.listed, now.attachments[index]?.listed]),
  );
  return {
    edited: pairs.flatMap(({ key, earlier, now }) => (says(earlier) === says(now) ? [] : key)),
    removed: pairs.flatMap(({ key, earlier, now }) => (earlier.listed && !now.listed ? key : [])),
    restored: pairs.flatMap(({ key, earlier, now }) => (!earlier.listed && now.listed ? key : [])),
    attachmentsRemoved: files.filter(([earlier, now]) => earlier && !now).length,
    attachmentsRestored: files.filter(([earlier, now]) => !earlier && now).length,
  };
}
