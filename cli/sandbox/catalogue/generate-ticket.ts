/** Makes up a ticket from a seed and its id alone, so that any number of tickets costs nothing until asked for. */
import { type Random, seededRandom, uuidOf } from "../random.ts";
import { generateAttachments } from "./generate-attachments.ts";
import { emailHtml, type Message, plainText, portalHtml, type QuotedMessage } from "./message.ts";
import { type Scenario, scenarios, type Turn } from "./scenarios.ts";
import type { SandboxConversation, SandboxTicket } from "./ticket-schema.ts";

const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** One to eight conversations; `attachmentBytes` fixes the size of every attachment, which is varied otherwise. */
export function generateTicket(seed: number, id: number, attachmentBytes?: number): SandboxTicket {
  const random = seededRandom(seed, id);
  const scenario = random.pick(scenarios);
  const order = `A-${1000 + random.integer(9000)}`;
  const fill = (text: string): string => text.replaceAll("{order}", order);
  const users = { customer: uuidOf(seed, id, "customer"), agent: uuidOf(seed, "agent", id % 7) };
  const turns = scenario.turns.slice(0, 1 + random.integer(8));

  let time = FIRST_DAY + random.integer(600) * DAY + random.integer(DAY);
  let previous: QuotedMessage | undefined;
  const list = turns.map((turn, index): SandboxConversation => {
    time += (index === 0 ? 0 : 60_000) + random.integer(20 * HOUR);
    const paragraphs = turn.paragraphs.map(fill);
    const byEmail = random.chance(0.6);
    const contentId =
      byEmail && random.chance(0.3)
        ? `image001.png@${uuidOf(seed, id, index, "cid").slice(0, 17)}`
        : undefined;
    const message: Message = {
      language: scenario.language,
      paragraphs,
      quoted: byEmail ? previous : undefined,
      inlineImage: contentId,
    };
    previous = { ...sender(scenario, turn), subject: `[#${id}] ${fill(scenario.subject)}`, paragraphs };
    return {
      RelatedActivityType: activityType(turn, byEmail),
      Html: byEmail ? emailHtml(message) : portalHtml(message),
      Text: plainText(message),
      Attachments: generateAttachments(random, [seed, id, index], contentId, attachmentBytes),
      CreatedBy: users[turn.from],
      CreatedOn: vendorTime(random, time),
      Id: id * 10 + index,
    };
  });
  return { ConversationList: list };
}

function activityType(turn: Turn, byEmail: boolean): string {
  if (byEmail) {
    return turn.from === "customer" ? "InboundEmail" : "OutboundEmail";
  }
  return turn.from === "customer" ? "PortalInbound" : "PortalOutbound";
}

function sender(scenario: Scenario, turn: Turn): { name: string; email: string } {
  return turn.from === "customer"
    ? { name: scenario.customer, email: scenario.email }
    : { name: "Support Agent", email: "agent@example.com" };
}

/** The vendor's notation of a time: UTC without an offset, trailing zeros of the fraction left out. */
function vendorTime(random: Random, time: number): string {
  const unit = random.pick([1, 10, 100, 1000]);
  const iso = new Date(Math.floor(time / unit) * unit).toISOString();
  return iso.replace(/\.?0*Z$/, "");
}
