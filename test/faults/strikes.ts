/** What goes wrong, by the row of the table of faults (docs/faults.md) that it is of; each strikes a few times. */
import type { Random } from "../../cli/sandbox/random.ts";
import type { FaultyWorld } from "./world.ts";

export interface Strike {
  readonly name: string;
  readonly act: (world: FaultyWorld, random: Random) => void;
  /** Whether LeadSquared says what is not so: its ticket may stay incomplete for good. */
  readonly lies?: boolean;
}

const few = (random: Random): number => 1 + random.integer(3);
const metadata = "http://169.254.169.254/latest/meta-data/";

/** A download that goes wrong. */
function file(name: string, faultOf: (random: Random) => object): Strike {
  return {
    name,
    act: ({ sandbox }, random) =>
      sandbox.fault({ on: "attachment", times: few(random), ...faultOf(random) } as Parameters<
        typeof sandbox.fault
      >[0]),
  };
}

/** A call that goes wrong. */
function call(name: string, faultOf: (random: Random) => object): Strike {
  return {
    name,
    act: ({ sandbox }, random) =>
      sandbox.fault({ on: "api", times: few(random), ...faultOf(random) } as Parameters<
        typeof sandbox.fault
      >[0]),
  };
}

/** An answer about one ticket that says what is not so. */
function lie(name: string, faultOf: (random: Random) => object): Strike {
  return {
    name,
    lies: true,
    act: ({ sandbox, lied }, random) => {
      const ticketId = random.pick(sandbox.ticketIds);
      lied.add(ticketId);
      sandbox.fault({ on: "api", times: few(random), ticketId, ...faultOf(random) } as Parameters<
        typeof sandbox.fault
      >[0]);
    },
  };
}

/** A request to S3 that goes wrong. */
function s3(name: string, faultOf: (random: Random) => object): Strike {
  return {
    name,
    act: ({ s3: server }, random) =>
      server.fault({ times: 2 * few(random), ...faultOf(random) } as Parameters<typeof server.fault>[0]),
  };
}

export const STRIKES: readonly Strike[] = [
  file("1 a body shorter than announced", (random) => ({
    kind: "short-body",
    sendBytes: random.integer(200),
  })),
  file("1 a connection reset midway", (random) => ({ kind: "reset", sendBytes: random.integer(200) })),
  file("2 a body cut without an announced length", (random) => ({
    kind: "truncated",
    sendBytes: random.integer(200),
  })),
  file("3 more bytes than the file has", (random) => ({
    kind: "overlong",
    extraBytes: 1 + random.integer(999),
  })),
  file("4 a stall", () => ({ kind: "stall", sendBytes: 10 })),
  file("4 a byte a second", () => ({ kind: "drip" })),
  // Bytes that are compressed, or inflate to more, are kept as they came: those of the file are told by nobody then.
  file("5 a body that is said to be gzip", () => ({ kind: "gzip", wire: "plain" })),
  file("6 an error page", () => ({ kind: "error-page", format: "html", varying: true })),
  file("7 an expired URL", () => ({ kind: "expired" })),
  file("8 a file that is gone", () => ({ kind: "status", status: 404 })),
  file("9 a redirect of a file", () => ({ kind: "redirect", location: metadata })),
  call("9 a redirect of a call", () => ({ kind: "redirect", location: metadata })),
  lie("10 files at a private address", () => ({ kind: "content-path", contentPath: metadata })),
  file("11 an endless body", () => ({ kind: "endless" })),
  lie("12 other sizes", (random) => ({ kind: "file-size", fileSize: random.pick([null, 0, 7]) })),
  call("13 a 429", (random) => ({ kind: "status", status: 429, retryAfter: random.pick(["1", "30"]) })),
  call("14 a 500 or 502", (random) => ({ kind: "status", status: random.pick([500, 502]) })),
  call("14 a reset", () => ({ kind: "reset" })),
  call("15 a 400", () => ({ kind: "status", status: 400 })),
  { name: "16 keys rotated", act: ({ sandbox }) => void sandbox.rotateKeys() },
  call("17 an error in an envelope", () => ({ kind: "error-envelope" })),
  lie("17 no list", () => ({ kind: "list-null" })),
  lie("17 another total", () => ({ kind: "total", total: 99 })),
  call("18 unknown fields", () => ({ kind: "extra-fields" })),
  call("21 half of an answer", () => ({ kind: "malformed-json" })),
  s3("22 SlowDown", () => ({ kind: "error", status: 503, code: "SlowDown" })),
  s3("22 a 500 of S3", () => ({ kind: "error", status: 500, code: "InternalError", op: "PutObject" })),
  s3("22 a reset by S3", () => ({ kind: "reset" })),
  s3("23 a 200 with an error in it", () => ({ kind: "error-200", op: "CopyObject" })),
  s3("24 a lost reply", () => ({ kind: "reset-after", op: "PutObject" })),
  s3("25 a 409", () => ({ kind: "error", status: 409, code: "ConditionalRequestConflict", op: "PutObject" })),
  { name: "26 workers killed", act: (world, random) => world.threaten({ kills: few(random) }) },
  {
    name: "26 a process killed",
    act: (world, random) => world.threaten({ processKilledAt: 1 + random.integer(25) }),
  },
  { name: "28 requests again and again", act: (world, random) => world.requestAll(few(random)) },
  { name: "29 changes at the source", act: (world, random) => world.changeSource(2 * few(random)) },
  { name: "30 too little time", act: (world, random) => world.threaten({ shortTimes: few(random) }) },
  { name: "31 a poison message", act: ({ queue }) => queue.put("{ this is no JSON") },
  {
    name: "32 requests of nobody",
    act: ({ queue }, random) =>
      queue.put(
        JSON.stringify({
          ticketId: random.pick(["../../1", -1, null, 1e300]),
          reason: "x",
          requestedBy: "x",
        }),
      ),
  },
  call("44 an answer with the request's headers", () => ({ kind: "echo-headers" })),
];
