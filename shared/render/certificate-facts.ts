/** What certificates of a production state, and how they state it: everything comes from the plan and the receipts. */
import type { AskedOf, AskedQuestion } from "../asked-question.ts";
import { count, counted, type Html, html, name } from "./html.ts";
import { clockOf, utcText } from "./times.ts";

export interface CertificateFacts {
  readonly id: string;
  readonly orgId: number;
  readonly tool: string;
  /** ISO, as all times here. */
  readonly plannedAt: string;
  readonly planSha256: string;
  readonly reportSha256: string;
  readonly matter: string;
  readonly reason: string;
  readonly requestedBy: string;
  /** Who was authenticated when the production was asked for; undefined where nobody was. */
  readonly authenticated: string | undefined;
  /** What was asked for, in words. */
  readonly asked: string;
  /** By which question the tickets were asked for, and of what; undefined where by none. */
  readonly question: CertifiedQuestion | undefined;
  readonly source: Source;
  readonly counts: Counts;
  /** The first and the last time at which a version in it was archived. */
  readonly archived: Span;
  /** When the first and the last of the messages were sent; null where none has a readable time. */
  readonly sent: Span | null;
  readonly parts: readonly { readonly file: string; readonly size: number; readonly sha256: string }[];
}

interface CertifiedQuestion extends AskedQuestion {
  readonly askedOf: AskedOf;
  /** Wordings of messages, of descriptions and of titles that it found, in the tickets of the production. */
  readonly found: number;
}

/** Where the archive is kept, and how far its ledger had come. */
export interface Source {
  readonly location: string;
  readonly region: string | null;
  readonly account: string | null;
  readonly ledgerHead: { readonly sequence: number; readonly sha256: string } | null;
  readonly heartbeats: { readonly since: string | null; readonly silences: readonly Span[] };
}

interface Counts {
  readonly tickets: number;
  readonly conversations: number;
  readonly attachments: number;
  readonly missing: number;
  readonly incompleteTickets: number;
  readonly changedTickets: number;
  readonly unsealedVersions: number;
  readonly leftOut: number;
  /** Looked at and not what was asked for. */
  readonly notSelected: number;
}

interface Span {
  readonly from: string;
  readonly to: string;
}

const IST = clockOf("Asia/Kolkata");

/** `28 August 2024, 12:38:36 UTC; 28 August 2024, 18:08:36 IST`. */
export function inBothZones(iso: string): string {
  return `${utcText(iso)}; ${(IST.local(iso) ?? "").replace(/ \(.*\)$/, "")} IST`;
}

export function foundInWords({ tickets, conversations, attachments, leftOut, notSelected }: Counts): string {
  const found = [
    counted(tickets, "ticket"),
    counted(conversations, "conversation"),
    counted(attachments, "attachment"),
  ];
  const others =
    notSelected === 0 ? "" : `; ${counted(notSelected, "other ticket")} looked at and not what was asked for`;
  return `${found.join(", ")}; ${counted(leftOut, "ticket")} left out${others}`;
}

/** What the program itself recorded that bears on whether all is there and as it was; never empty. */
export function limitsInWords(counts: Counts): string[] {
  const told = [
    [counts.leftOut, "asked for and left out: export.json names each with the reason", "ticket"],
    [
      counts.incompleteTickets,
      `incomplete: ${counted(counts.missing, "item")} that LeadSquared listed could not be archived, each named with its reason in provenance.json`,
      "ticket",
    ],
    [
      counts.changedTickets,
      "edited or partly removed at the source later: every wording seen is in the production, and marked",
      "ticket",
    ],
    [counts.unsealedVersions, "covered by no signed entry of the ledger when this was made", "version"],
  ] as const;
  const texts = told.flatMap(([n, what, noun]) => (n === 0 ? [] : [`${counted(n, noun)} ${what}.`]));
  return texts.length > 0
    ? texts
    : [
        "Nothing: no ticket was left out, incomplete, changed at the source or without a signed entry of the ledger.",
      ];
}

/** What was asked, of what, and what it cannot have found; none without a question. */
export function questionInWords({ question }: CertificateFacts): Html[] {
  if (question === undefined) return [];
  const { text, zone, found, askedOf } = question;
  const { tickets, messages, newestArchived, ledgerHead, namesLookedUp, notSearched } = askedOf;
  const { incompleteTickets, attachments, ticketsWithAttachments, unreadable } = notSearched;
  const upTo = newestArchived === null ? "" : `, archived by ${utcText(newestArchived)}`;
  const names = namesLookedUp === null ? "ids alone" : `names looked up on ${namesLookedUp}`;
  return [
    html`The tickets are those that the question <q>${name(text, 20_000)}</q> found, with dates in ${zone} and people by ${names}: ${counted(found, "message")} of them fulfil it.`,
    html`It was asked of the newest version of ${counted(tickets, "ticket")}, with all earlier wordings (${counted(messages, "text")})${upTo}. ${ledgerHead === null ? "There was no ledger." : html`All that entry ${count(ledgerHead.sequence)} of the ledger and those before it seal was in it.`}`,
    html`Not searched: the content of ${counted(attachments, "attachment")} in ${counted(ticketsWithAttachments, "ticket")} (their names were); what is missing of ${counted(incompleteTickets, "incomplete ticket")}; ${unreadable === "" ? "no archive was unreadable" : html`tickets whose archives cannot be read: ${name(unreadable, 2_000)}`}.`,
  ];
}

const MOST_SILENCES = 20;

/** When the system stood still, as far as the ledger's hourly entries tell it; never empty. */
export function outagesInWords({ heartbeats: { since, silences } }: Source): string[] {
  if (since === null)
    return [
      "Outages are not known: the ledger has no hourly entries that would show when the system stood still.",
    ];
  if (silences.length === 0)
    return [
      `No outage of more than three hours: the ledger has had its hourly entries since ${utcText(since)}.`,
    ];
  const told = silences
    .slice(0, MOST_SILENCES)
    .map(
      ({ from, to }) =>
        `An outage, or an interruption of sealing: the ledger has no entry between ${inBothZones(from)} and ${inBothZones(to)}, and had one every hour before.`,
    );
  const more = silences.length - told.length;
  return more > 0 ? [...told, `${counted(more, "more outage")}: plan.json names them.`] : told;
}

export function sourceInWords({ orgId, source }: CertificateFacts): string {
  const { location, region, account } = source;
  const where = [
    location,
    ...(region === null ? [] : [`region ${region}`]),
    ...(account === null ? [] : [`cloud account ${account}`]),
  ];
  return `LeadSquared Service CRM, account ${orgId}; archive at ${where.join(", ")}`;
}

export function ledgerHeadInWords({ ledgerHead }: Source): string {
  return ledgerHead === null
    ? "no entry"
    : `entry ${count(ledgerHead.sequence)}, SHA-256 ${ledgerHead.sha256}`;
}

export function digestTable({ parts, planSha256, reportSha256 }: CertificateFacts): Html {
  const rows = [
    ...parts.map(({ file, size, sha256 }) => ({ file, size: counted(size, "byte"), sha256 })),
    { file: "plan.json", size: "", sha256: planSha256 },
    { file: "hash-report.csv", size: "", sha256: reportSha256 },
  ].map(
    ({ file, size, sha256 }) =>
      html`<tr><th scope="row">${name(file)}</th><td>${size}</td><td><code>${sha256}</code></td></tr>\n`,
  );
  return html`<table class="digests">
<thead><tr><th scope="col">File</th><th scope="col">Size</th><th scope="col">SHA-256</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}
