/** Where links lead, for readers who cannot follow them from a page or a text. */

const LONGEST = 1_000;

/** The address in one line; longer ones are cut. "" for a place in the message itself, and for none. */
export function destinationOf(href: string | undefined): string {
  const url = (href ?? "").trim().replace(/\s+/g, " ");
  if (url.startsWith("#")) return "";
  return url.length > LONGEST ? `${url.slice(0, LONGEST)}…` : url;
}

/** Characters of a link's text that are compared with where it leads. */
export const COMPARED = 2 * LONGEST;

/** Whether the text of a link is where it leads. */
export function saysItself({ url, text }: { readonly url: string; readonly text: string }): boolean {
  return url === "" || bare(text) === bare(url);
}

function bare(address: string): string {
  return address
    .trim()
    .replace(/^(?:mailto:|tel:|https?:\/\/)/i, "")
    .replace(/\/$/, "")
    .toLowerCase();
}

/** The host that would be asked; "no address" where there is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url.trim(), "http://no-address.invalid").host.replace("no-address.invalid", "no address");
  } catch {
    return "no address";
  }
}
