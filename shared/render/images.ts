/** Says what a picture of a message is, and shows it where it can be: pictures of the message itself, never remote ones. */
import type { Attachment } from "../ticket/document.ts";
import { attachmentOf, contentIdOf } from "../ticket/pictures.ts";
import { hostOf } from "./body/links.ts";
import type { ImageRun } from "./body/model.ts";
import { type Html, html } from "./html.ts";

/** What a picture turns out to be. */
type Picture =
  | { readonly kind: "attachment"; readonly attachment: Attachment; readonly named: string }
  | { readonly kind: "embedded"; readonly named: string }
  | { readonly kind: "not shown"; readonly why: string };

function pictureOf({ src, alt }: ImageRun, attachments: readonly Attachment[]): Picture {
  const attachment = attachmentOf(src, attachments);
  if (attachment?.status === "stored") {
    return { kind: "attachment", attachment, named: oneLine(alt || attachment.fileName || NAMELESS) };
  }
  if (EMBEDDED.test(src)) return { kind: "embedded", named: oneLine(alt || NAMELESS) };
  const described = alt === "" ? "" : `; its description: ${alt.slice(0, 500)}`;
  return { kind: "not shown", why: oneLine(`${whyNot(src).slice(0, 200)}${described}`) };
}

const NAMELESS = "without a description";

/** Standing in the HTML itself, of a type that can hold no markup. */
const EMBEDDED = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/i;

function whyNot(src: string): string {
  const id = contentIdOf(src);
  if (id !== undefined) return `inline image not shown: ${id}`;
  return /^data:/i.test(src)
    ? "image embedded in a form that is not shown"
    : `remote image blocked: ${hostOf(src)}`;
}

/** The sender's words can neither end the mark that they stand in nor begin another. */
function oneLine(words: string): string {
  return words.replace(/[[\]\s]+/g, " ").trim();
}

/** A picture in words, for where none can be shown. */
export function describeImage(image: ImageRun, attachments: readonly Attachment[]): string {
  const picture = pictureOf(image, attachments);
  return picture.kind === "not shown" ? picture.why : `image: ${picture.named}`;
}

/** Characters of images that a message may show again: a small bullet often, a photograph once. */
const MOST_REPEATED = 1_000_000;

/**
 * Shows each image once, and again while it is small: HTML that names a large one a thousand times makes no page.
 * @param data `data:` URIs of the attachments that can be shown
 */
export function imageShower(
  attachments: readonly Attachment[],
  data: ReadonlyMap<Attachment, string>,
): (image: ImageRun) => Html {
  const seen = new Set<string>();
  let left = MOST_REPEATED;
  return (image) => {
    const picture = pictureOf(image, attachments);
    if (picture.kind === "not shown") return mark(picture.why);
    const uri = picture.kind === "embedded" ? image.src : data.get(picture.attachment);
    if (uri === undefined) return mark(`image, not shown here: ${picture.named}`);
    if (!seen.has(uri)) seen.add(uri);
    else if (uri.length > left) return mark(`image, not shown again: ${picture.named}`);
    else left -= uri.length;
    const { width, height } = image;
    return html`<img src="${uri}" alt="${picture.named}"${sizeOf("width", width)}${sizeOf("height", height)}>`;
  };
}

function mark(words: string): Html {
  return html`<span class="blocked">[${words}]</span>`;
}

function sizeOf(name: "width" | "height", pixels: number | undefined): Html | undefined {
  if (pixels === undefined) return undefined;
  return name === "width" ? html` width="${pixels}"` : html` height="${pixels}"`;
}
