/** A thousand made-up histories: nothing that LeadSquared ever showed is missing from the last document. */
import { beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { type Outcome, tellTheSame, ticketDocument } from "../../shared/ticket/assemble.ts";
import { changesBetween, type SourceChanges, sourceChanges } from "../../shared/ticket/changes.ts";
import { type TicketDocument, ticketBytes } from "../../shared/ticket/document.ts";
import { attachmentsToAsk, merge, withDetails } from "../../shared/ticket/merge.ts";
import { type DetailsOutcome, NOT_ASKED } from "../../shared/ticket/merge-details.ts";
import { type Draft, normalize } from "../../shared/ticket/normalize.ts";
import { readDetails } from "../../shared/ticket/read-details.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { readingOf } from "../../shared/ticket/reading.ts";
import { storedAttachments } from "../../shared/ticket/stored.ts";
import { type Answered, HISTORY_HOST, history, randomOf } from "./histories.ts";

const HISTORIES = 1000;
const STEPS = 10;
const source = { host: "api.invalid", tenantId: 1, orgId: 1, ticketId: 143, attachmentHosts: [] };

const isOwn = (url: string): boolean => url.startsWith(`https://${HISTORY_HOST}/`);

/** An answer as it is read from `source.json`. */
interface Read extends Answered {
  readonly draft: Draft;
}

async function read(answered: Answered): Promise<Read> {
  const { answer: json } = answered;
  const answer = { source: Buffer.from(JSON.stringify(json)), json, repeated: new Map() };
  return { ...answered, draft: normalize(json, source, await readingOf(answer, isOwn)) };
}

interface Version {
  readonly document: TicketDocument;
  /** The answer that it was made of: `source.json`. */
  readonly answer: Read;
  /** What became of the attachments that were asked for. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** `details.json` where it was received, or the code of its failure. */
  readonly details: object | string;
}

/** Three titles, so that one comes back now and then; sometimes a refusal. */
function detailsAnswer(random: (n: number) => number): object | string {
  if (random(4) === 0) return random(2) === 0 ? "forbidden" : "timeout";
  const Fields = [
    { SchemaName: "Title", Value: `Title ${random(3)}` },
    { SchemaName: "Status", Value: random(2) === 0 ? "Open" : "Closed" },
  ];
  return { Id: "143", Fields: random(2) === 0 ? Fields : Fields.toReversed() };
}

function detailsOutcome(details: object | string): DetailsOutcome {
  if (typeof details === "string") return { status: "failed", reason: details };
  return { status: "received", details: readDetails(details) };
}

/** What the flow does with an answer, without a store: a transfer or the details call fails now and then. */
function next(
  last: TicketDocument | undefined,
  version: string,
  { draft, announced }: Read,
  random: (n: number) => number,
) {
  const merged = merge(last, draft, version, announced);
  const stored = last ? storedAttachments(last) : new Map<string, Outcome>();
  const outcomes = new Map(
    attachmentsToAsk(merged, announced).map(({ identity }): [string, Outcome] => {
      const before = stored.get(identity);
      if (before?.status === "stored") return [identity, before];
      if (random(4) === 0) return [identity, before ?? { status: "failed", reason: "gone" }];
      return [identity, { status: "stored", size: 1, sha256: sha256Hex(identity), flags: [] }];
    }),
  );
  const all = new Map([...stored, ...outcomes]);
  const details = detailsAnswer(random);
  const isSame = last !== undefined && tellTheSame(last, ticketDocument(merged, all));
  const outcome = isSame ? NOT_ASKED : detailsOutcome(details);
  const document = ticketDocument(withDetails(merged, last, outcome, version), all);
  return { document, outcomes, details };
}

function archive(answers: Iterable<Read>, seed: number): { versions: Version[]; steps: [string, boolean][] } {
  const random = randomOf(seed + 1_000_000);
  const versions: Version[] = [];
  const steps: [string, boolean][] = [];
  for (const answer of answers) {
    const last = versions.at(-1);
    const { document, outcomes, details } = next(last?.document, `v${versions.length + 1}`, answer, random);
    const isNew = last === undefined || !tellTheSame(last.document, document);
    // Read back, as the next run reads it.
    if (isNew)
      versions.push({ document: parseTicketDocument(ticketBytes(document)), answer, outcomes, details });
    steps.push([answer.step, isNew]);
  }
  return { versions, steps };
}

/** All wordings and attachments that an answer shows, pictures that can be had among them, as sets of texts. */
function shown({ draft, announced }: Read): { wordings: Set<string>; files: Set<string> } {
  const { conversations } = draft;
  const pictures = conversations
    .flatMap((each) => each.shown.files)
    .filter(({ described }) => announced.has(described.sourceUrl ?? ""));
  const files = [...conversations.flatMap(({ attachments }) => attachments), ...pictures];
  return {
    wordings: new Set(conversations.map(({ id, wording }) => JSON.stringify([id, wording]))),
    files: new Set(files.map(({ identity }) => identity)),
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
  readonly answers: readonly Read[];
  readonly versions: readonly Version[];
  readonly steps: readonly [string, boolean][];
}

let runs: Run[] = [];
beforeAll(async () => {
  const seeds = Array.from({ length: HISTORIES }, (_, index) => index + 1);
  runs = await Promise.all(
    seeds.map(async (seed) => {
      const answers = await Promise.all([...history(seed, STEPS)].map(read));
      return { seed, answers, ...archive(answers, seed) };
    }),
  );
});

/** The seeds of the histories of which something is so that should not be. */
function seedsWhere(wrong: (run: Run) => boolean): number[] {
  return runs.filter(wrong).map(({ seed }) => seed);
}

describe("a thousand histories of add, edit, remove, restore, reorder, empty, rename, pictures, quotes and renewed URLs", () => {
  // T1 T2 T3 T13
  it("leave nothing out of the last document that was ever shown", () => {
    const lacking = seedsWhere(({ answers, versions }) => {
      const last = versions.at(-1);
      const all = last && kept(last.document);
      return answers.some((answer) => {
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

  it("can be made again from the source.json and details.json of all versions and the outcomes of transfers", () => {
    const different = seedsWhere(({ versions }) => {
      let document: TicketDocument | undefined;
      for (const [index, { answer, outcomes, details }] of versions.entries()) {
        const version = `v${index + 1}`;
        const files = answer.draft.conversations.flatMap((each) => each.shown.files);
        // A picture was announced if something became of it.
        const had = files.filter(({ identity }) => outcomes.has(identity));
        const urls = new Set(had.map(({ described }) => described.sourceUrl ?? ""));
        const merged = merge(document, answer.draft, version, urls);
        const stored = document ? storedAttachments(document) : new Map<string, Outcome>();
        const whole = withDetails(merged, document, detailsOutcome(details), version);
        document = ticketDocument(whole, new Map([...stored, ...outcomes]));
      }
      return JSON.stringify(document) !== JSON.stringify(versions.at(-1)?.document);
    });
    expect(different).toEqual([]);
  });

  // T8
  it("have every picture that could be fetched once, and each quotation of it", () => {
    const all = runs.flatMap(({ versions }) => versions.at(-1)?.document.conversations ?? []);
    const pictures = all.flatMap(({ attachments }) => attachments.filter((each) => each.foundIn === "Html"));
    const wrong = seedsWhere(({ versions }) =>
      versions.some(({ document }) => {
        const found = document.conversations.flatMap(({ attachments }) => attachments);
        const statuses = Map.groupBy(
          found.filter(({ foundIn }) => foundIn === "Html"),
          ({ sourceUrl }) => sourceUrl,
        );
        return [...statuses.values()].some((same) => new Set(same.map(({ status }) => status)).size > 1);
      }),
    );
    expect(pictures.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });

  it("keep every title that a version had", () => {
    const lacking = seedsWhere(({ versions }) => {
      const { title, revisions } = versions.at(-1)?.document.ticket ?? { title: null, revisions: [] };
      const kept = new Set([title, ...revisions.map((each) => each.title)]);
      return versions.some(({ document: { ticket } }) => ticket.title !== null && !kept.has(ticket.title));
    });
    expect(lacking).toEqual([]);
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
