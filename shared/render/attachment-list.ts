/** The attachments of a message, as its page lists them. */
import type { Attachment, StoredAttachment } from "../ticket/document.ts";
import { count, counted, type Html, html, name } from "./html.ts";
import { reasonInWords } from "./reasons.ts";

/** The URL, relative to the page, of a file by its logical path; undefined where a page can link to none. */
export type LinkTo = (logicalPath: string) => string | undefined;

export function attachmentList(attachments: readonly Attachment[], linkTo: LinkTo): Html | undefined {
  if (attachments.length === 0) return undefined;
  const items = attachments.map((attachment) =>
    attachment.status === "stored" ? storedItem(attachment, linkTo) : failedItem(attachment),
  );
  return html`<section class="files">
<h3>${counted(attachments.length, "attachment")}</h3>
<ul>
${items}</ul>
</section>
`;
}

function storedItem(attachment: StoredAttachment, linkTo: LinkTo): Html {
  const { path, size, sha256, flags } = attachment;
  const href = linkTo(path);
  const passive = OPENED_SAFELY.test(path);
  const unlinked = passive || href === undefined ? undefined : html`<p class="facts">${NOT_LINKED}</p>`;
  return html`<li>
<p class="file">${href !== undefined && passive ? html`<a href="${href}">${nameOf(attachment)}</a>` : nameOf(attachment)}</p>
<p class="facts">${typeOf(attachment)}, ${count(size)} bytes${flags.length > 0 ? html`, noticed: ${name(flags.join(", "))}` : undefined}</p>
<p class="digest"><span>SHA-256</span> <code>${sha256}</code></p>
${unlinked}</li>
`;
}

function failedItem(attachment: Attachment & { readonly status: "failed" }): Html {
  const { reason, declaredSize } = attachment;
  const size = declaredSize === null ? undefined : html`, ${count(declaredSize)} bytes by its description`;
  return html`<li class="missing">
<p class="file">${nameOf(attachment)}</p>
<p class="facts">${typeOf(attachment)}${size}</p>
<p><strong>Not stored:</strong> ${reasonInWords(reason)}</p>
</li>
`;
}

/** By their ending, the files that a browser shows or saves without running anything that stands in them. */
const OPENED_SAFELY =
  /\.(?:pdf|png|jpe?g|gif|webp|bmp|tiff?|heic|txt|log|csv|tsv|json|docx?|xlsx?|pptx?|odt|ods|odp|rtf|eml|msg|ics|vcf|zip|7z|rar|gz|mp3|m4a|wav|ogg|mp4|mov|webm)$/i;

const NOT_LINKED =
  "Not linked: a file of this type could run a program or reach the network when it is opened.";

function nameOf({ fileName }: Attachment): Html {
  return fileName === null || fileName === "" ? html`(no name)` : name(fileName);
}

function typeOf({ declaredType }: Attachment): Html {
  return declaredType === null ? html`no type declared` : name(declaredType, 100);
}
