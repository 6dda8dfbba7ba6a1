/** Made-up histories of a ticket at the source: what LeadSquared answers after each of a few random changes. */

interface SourceAttachment {
  FileName: string;
  FileSize: number;
  ContentType: string;
  ContentPath: string;
}

interface SourceConversation {
  /** Unlike the id, which may be missing, this is no part of the answer. */
  readonly name: number;
  Id: number | null;
  RelatedActivityType: string;
  Html: string;
  Text: string | null;
  CreatedBy: string;
  CreatedOn: string;
  Attachments: SourceAttachment[];
}

type Random = (below: number) => number;

/** Deterministic for a seed (xorshift32). */
export function randomOf(seed: number): Random {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

/** What each step does to the source; those of the second list are nothing that an archive should note. */
const CHANGES = [
  ...(["add", "edit", "remove", "restore", "empty", "attach", "detach", "rename"] as const),
  ...(["show", "quote", "sign", "expire"] as const),
];
const NOISE = ["reorder", "renew", "envelope", "nothing"] as const;
type Step = (typeof CHANGES)[number] | (typeof NOISE)[number];

/** One answer of the API, and what was done to the source before it. */
export interface Answered {
  readonly step: Step;
  /** Without the queries of what it shows, as in `source.json`. */
  readonly answer: unknown;
  /** URLs of the pictures that came with a good signature. */
  readonly announced: ReadonlySet<string>;
}

/** Whose pictures are attachments. */
export const HISTORY_HOST = "files.invalid";

export function* history(seed: number, length: number): Generator<Answered> {
  const random = randomOf(seed);
  const source = new Source(random);
  source.take("add");
  source.take("add");
  for (let index = 0; index < length; index += 1) {
    const all: readonly Step[] = random(3) === 0 ? NOISE : CHANGES;
    const step = index === 0 ? "nothing" : (all[random(all.length)] ?? "nothing");
    source.take(step);
    yield { step, answer: source.answer(), announced: source.announced() };
  }
}

class Source {
  readonly #random: Random;
  #listed: SourceConversation[] = [];
  #removed: SourceConversation[] = [];
  readonly #good = new Set<string>();
  readonly #expired = new Set<string>();
  #made = 0;
  #noise = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  take(step: Step): void {
    const one = this.#listed[this.#random(Math.max(1, this.#listed.length))];
    if (step === "add") this.#listed.push(this.#conversation());
    if (step === "edit" && one) this.#edit(one);
    if (step === "remove" && one) this.#remove([one]);
    if (step === "restore") this.#listed.push(...this.#removed.splice(this.#random(2)));
    if (step === "empty") this.#remove(this.#listed);
    if (step === "attach" && one) one.Attachments.push(this.#attachment());
    if (step === "detach") one?.Attachments.splice(this.#random(3), 1);
    const file = one?.Attachments[0];
    if (step === "rename" && file) file.FileName = `renamed-${this.#next()}.pdf`;
    if (one) this.#takeOfPictures(step, one);
    if (step === "renew" || step === "envelope") this.#noise += 1;
    if (step === "reorder") {
      this.#listed = this.#shuffled(this.#listed);
      for (const each of this.#listed) each.Attachments = this.#shuffled(each.Attachments);
    }
  }

  #takeOfPictures(step: Step, one: SourceConversation): void {
    if (step === "show") one.Html += this.#picture(one);
    if (step === "quote") this.#listed.push({ ...this.#conversation(), Html: `<q>${one.Html}</q>` });
    if (step === "sign") this.#move(this.#expired, this.#good);
    if (step === "expire") this.#move(this.#good, this.#expired);
  }

  answer(): unknown {
    const list = this.#listed.map(({ name: _, ...conversation }) => ({
      ...conversation,
      Attachments: conversation.Attachments.map((each) => ({
        ...each,
        ContentPath: `${each.ContentPath}?X-Amz-Signature=${this.#noise}`,
      })),
    }));
    return structuredClone({ Total: list.length, RequestId: this.#noise, ConversationList: list });
  }

  announced(): ReadonlySet<string> {
    const html = this.#listed.map(({ Html }) => Html).join("");
    return new Set([...this.#good].filter((url) => html.includes(`"${url}"`)));
  }

  /** One at the attachment host with a good or an expired signature, or one that the message lists too. */
  #picture({ Attachments: [file] }: SourceConversation): string {
    const url = `https://${HISTORY_HOST}/t/picture-${this.#next()}`;
    const kind = this.#random(4);
    if (kind === 0 && file) return `<img src="${file.ContentPath}">`;
    (kind === 1 ? this.#expired : this.#good).add(url);
    return `<img src="${url}">`;
  }

  #move(from: Set<string>, to: Set<string>): void {
    const [url] = from;
    if (url === undefined) return;
    from.delete(url);
    to.add(url);
  }

  #edit(conversation: SourceConversation): void {
    const field = (["Html", "Text", "CreatedBy"] as const)[this.#random(3)] ?? "Html";
    conversation[field] = `edited ${this.#next()}`;
  }

  #remove(gone: readonly SourceConversation[]): void {
    this.#removed.push(...gone);
    this.#listed = this.#listed.filter((each) => !gone.includes(each));
  }

  #conversation(): SourceConversation {
    const n = this.#next();
    const files = this.#random(3);
    return {
      name: n,
      Id: this.#random(5) === 0 ? null : n,
      RelatedActivityType: this.#random(2) === 0 ? "InboundEmail" : "PortalOutbound",
      Html: `<p>message ${n}</p>`,
      Text: this.#random(4) === 0 ? null : `message ${n}`,
      CreatedBy: "user",
      CreatedOn:
        this.#random(6) === 0 ? "never" : `2024-08-${String(1 + (n % 28)).padStart(2, "0")}T10:00:00`,
      Attachments: Array.from({ length: files }, () => this.#attachment()),
    };
  }

  #attachment(): SourceAttachment {
    const n = this.#next();
    const FileName = this.#random(3) === 0 ? "scan.pdf" : `file-${n}.pdf`;
    return {
      FileName,
      FileSize: 1000 + n,
      ContentType: "application/pdf",
      ContentPath: `https://${HISTORY_HOST}/t/${n}`,
    };
  }

  #shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((each) => ({ each, place: this.#random(1000) }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ each }) => each);
  }

  #next(): number {
    this.#made += 1;
    return this.#made;
  }
}
