/** Prints how many bytes of memory cutting a large answer takes at its peak: a process of its own, run by test/slow/memory.test.ts. */
import { redact } from "../../shared/leadsquared/redact.ts";

const line = '<p class="x">hello <b>world</b></p>\r\n';
const image = '<img src="https://files.example.com/a.png?X-Amz-Date=1&amp;X-Amz-Signature=CANARY">\r\n';
const html = (line.repeat(100) + image).repeat(7_500);
const answer = Buffer.from(JSON.stringify({ Total: 1, ConversationList: [{ Id: 1, Html: html }] }));

const before = process.memoryUsage.rss();
const { bytes } = await redact(answer, { attachmentHosts: ["files.example.com"], keys: [] });
if (Buffer.from(bytes).includes("CANARY")) throw new Error("a signed query is left");
// maxRSS is in KiB; building the answer has its own peak, so this is an upper bound only if that one was lower.
const grown = process.resourceUsage().maxRSS * 1024 - before;
process.stdout.write(JSON.stringify({ bytes: answer.length, grown }));
