/** The parts of a composed message, in the order in which they are written. */
import type MimeNode from "nodemailer/lib/mime-node";

/**
 * Headers and delimiters as text, and between them the nodes whose content stands there, in base64. The composer's own
 * writer takes a dozen streams for a message, and longer than all else that an export does with it.
 */
export function* writtenParts(node: MimeNode): Generator<string | MimeNode> {
  // Whether it has parts, the node knows when its headers are made.
  yield `${node.buildHeaders()}\r\n\r\n`;
  if (typeof node.multipart !== "string") return yield node;
  for (const [index, child] of node.childNodes.entries()) {
    yield `${index > 0 ? "\r\n" : ""}--${node.boundary}\r\n`;
    yield* writtenParts(child);
  }
  yield `\r\n--${node.boundary}--\r\n`;
}
