/** What a service answers, as far as two of them must be alike: the status, the error's code, the names of what is told. */

/** A call of the SDK, with clients of the one or the other. */
export interface Asked<Clients> {
  /** The operation, and in which circumstances. */
  readonly what: string;
  readonly ask: (clients: Clients) => Promise<object>;
}

export interface Answer {
  readonly status: number | undefined;
  /** Of an error. */
  readonly code?: string;
  /** What the answer tells. */
  readonly told?: readonly string[];
}

/** The answers to calls, asked in their order. */
export async function answersTo<Clients>(
  asked: readonly Asked<Clients>[],
  clients: Clients,
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const { what, ask } of asked) answers.set(what, await ask(clients).then(answerOf, failureOf));
  return answers;
}

interface Metadata {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function answerOf(output: object & Metadata): Answer {
  const told = Object.entries(output).filter(([name, value]) => name !== "$metadata" && value !== undefined);
  return { status: output.$metadata?.httpStatusCode, told: told.map(([name]) => name).toSorted() };
}

function failureOf(error: Error & Metadata): Answer {
  return { status: error.$metadata?.httpStatusCode, code: error.name };
}

/** Where the answers differ: `what: field: ours, theirs`. */
export function differences(
  ours: ReadonlyMap<string, Answer>,
  theirs: ReadonlyMap<string, Answer>,
): string[] {
  return [...ours].flatMap(([what, { status, code, told = [] }]) => {
    const their = theirs.get(what);
    const theirTold = their?.told ?? [];
    if (status !== their?.status || code !== their?.code)
      return [
        `${what}: ${status} ${code ?? ""}, moto ${their?.status} ${their?.code ?? ""}`
          .replaceAll(" ,", ",")
          .trim(),
      ];
    const lacks = told.filter((name) => !theirTold.includes(name)).map((name) => `only ours tells ${name}`);
    const more = theirTold.filter((name) => !told.includes(name)).map((name) => `only moto tells ${name}`);
    return [...lacks, ...more].map((each) => `${what}: ${each}`);
  });
}
