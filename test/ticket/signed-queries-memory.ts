/** Prints how many bytes of memory cutting a large answer takes at its peak: a process of its own, run by test/slow/memory.test.ts. */
import { withoutSignedQueries } from "../../shared/ticket/signed-queries.ts";

const line = '<p class="x">hello <b>world</b></p>\r\n';
const image = '<img src="https://h/a.png?X-Amz-Date=1&amp;X-Amz-Signature=CANARY">\r\n';
const html = (line.repeat(100) + image).repeat(7_500);
const answer = Buffer.from(JSON.stringify({ Total: 1, ConversationList: [{ Id: 1, Html: html }] }));

const before = process.memoryUsage.rss();
const left = withoutSignedQueries(answer);
if (Buffer.from(left).includes("CANARY")) throw new Error("a signed query is left");
// maxRSS is in KiB; building the answer has its own peak, so this is an upper bound only if that one was lower.
const grown = process.resourceUsage().maxRSS * 1024 - before;
process.stdout.write(JSON.stringify({ bytes: answer.length, grown }));
