/** Files at the attachment host that a message shows or links without listing them as attachments. */
import type { SandboxAttachment, SandboxConversation } from "./ticket-schema.ts";

/** How the URL of such a file is signed when it is answered. */
export type Signed = "fresh" | "expired" | "unsigned";

/** Makes a URL under which the file at `path` of the ticket can be fetched for a while. */
export type MintUrl = (ticketId: number, path: string, fileName: string | null, signed?: Signed) => string;

const SCHEMES = { fresh: "sandbox", expired: "sandbox-expired", unsigned: "sandbox-unsigned" } as const;
const PICTURE = /\bsandbox(?:-(expired|unsigned))?:(email\/[0-9A-Za-z-]+)/g;

/** What stands in a ticket's `Html` or `Text` for the URL of the file at `path` (`email/{uuid}`). */
export function pictureUrl(path: string, signed: Signed): string {
  return `${SCHEMES[signed]}:${path}`;
}

/** The files that the messages show or link, as attachments that are PNGs. */
export function picturesOf(conversations: readonly SandboxConversation[]): SandboxAttachment[] {
  const texts = conversations.flatMap(({ Html, Text }) => [Html ?? "", Text ?? ""]);
  const paths = new Set(texts.flatMap((text) => [...text.matchAll(PICTURE)].map(([, , path = ""]) => path)));
  return [...paths].map(pictureFile);
}

/** The message with minted URLs, in `Html` spelled as in HTML. */
export function withPictureUrls(
  conversation: SandboxConversation,
  mint: (path: string, signed: Signed) => string,
): SandboxConversation {
  const minted = (text: string, spell: (url: string) => string): string =>
    text.replace(PICTURE, (_whole, signed: Signed | undefined, path: string) =>
      spell(mint(path, signed ?? "fresh")),
    );
  return {
    ...conversation,
    Html: conversation.Html && minted(conversation.Html, (url) => url.replaceAll("&", "&amp;")),
    Text: conversation.Text && minted(conversation.Text, (url) => url),
  };
}

/** The picture's name in a minted URL. */
export const PICTURE_NAME = "picture.png";

function pictureFile(path: string): SandboxAttachment {
  return { FileName: PICTURE_NAME, FileSize: 8192, ContentType: "image/png", ContentPath: path };
}
