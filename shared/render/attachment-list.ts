/** The attachments of a message, as its page lists them. */
import type { Attachment, KeptAttachment } from "../ticket/document.ts";
import { count, counted, type Html, html, name } from "./html.ts";
import { doubtsInWords, reasonInWords } from "./reasons.ts";
import { standingOf } from "./shown.ts";

/** Where a page finds files, by their logical path. */
export interface FilePlace {
  /** URL, relative to the page; undefined where a page can link to none. */
  readonly linkTo: (logicalPath: string) => string | undefined;
  /** Path in words, for who cannot follow a link. */
  readonly pathOf: (logicalPath: string) => string;
}

export function attachmentList(attachments: readonly Attachment[], place: FilePlace): Html | undefined {
  if (attachments.length === 0) return undefined;
  const items = attachments.map((attachment) =>
    attachment.status === "failed" ? failedItem(attachment) : keptItem(attachment, place),
  );
  return html`<section class="files">
<h3>${counted(attachments.length, "attachment")}</h3>
<ul>
${items}</ul>
</section>
`;
}

function keptItem(attachment: KeptAttachment, { linkTo, pathOf }: FilePlace): Html {
  const { path, size, sha256, flags } = attachment;
  const href = linkTo(path);
  const why = whyNotLinked(path);
  const linked = href !== undefined && why === undefined;
  return html`<li>
<p class="file">${linked ? html`<a href="${href}">${nameOf(attachment)}</a>` : nameOf(attachment)}</p>
<p class="facts">${typeOf(attachment)}, ${counted(size, "byte")}${flags.length > 0 ? html`, noticed: ${name(flags.join(", "))}` : undefined}</p>
<p class="digest"><span>SHA-256</span> <code>${sha256}</code></p>
<p class="facts">${pathOf(path)}</p>
${doubtOf(attachment)}${why === undefined ? undefined : html`<p class="facts">Not linked: ${why}.</p>`}${goneOf(attachment)}</li>
`;
}

function failedItem(attachment: Attachment & { readonly status: "failed" }): Html {
  const { reason, declaredSize } = attachment;
  const size = declaredSize === null ? undefined : html`, ${count(declaredSize)} bytes by its description`;
  return html`<li class="missing">
<p class="file">${nameOf(attachment)}</p>
<p class="facts">${typeOf(attachment)}${size}</p>
<p><strong>Not stored:</strong> ${reasonInWords(reason)}</p>
${goneOf(attachment)}</li>
`;
}

function doubtOf(attachment: KeptAttachment): Html | undefined {
  if (attachment.status === "stored") return undefined;
  const { reasons, first } = attachment;
  const earlier =
    first === null
      ? undefined
      : html` The first download had other bytes, SHA-256 <code>${first.sha256}</code>.`;
  return html`<p><strong>Doubtful:</strong> what came contradicts what was announced (${doubtsInWords(reasons)}).${earlier}</p>
`;
}

function goneOf(attachment: Attachment): Html | undefined {
  return attachment.listed ? undefined : html`<p><strong>${standingOf(attachment)}</strong></p>\n`;
}

/** By their ending, the files that a browser shows or saves without running anything that stands in them. */
const OPENED_SAFELY =
  /\.(?:pdf|png|jpe?g|gif|webp|bmp|tiff?|heic|txt|log|csv|tsv|json|docx?|xlsx?|pptx?|odt|ods|odp|rtf|eml|msg|ics|vcf|zip|7z|rar|gz|mp3|m4a|wav|ogg|mp4|mov|webm)$/i;

/** By their ending, those that could run a program or reach the network. */
const OPENED_WITH_RISK =
  /\.(?:x?html?|xht|svgz?|xml|mht|mhtml|exe|com|bat|cmd|msi|msix|scr|pif|cpl|dll|jar|js|jse|mjs|vbs?|vbe|wsf|wsh|hta|ps1|psm1|sh|bash|py|pl|rb|php|lnk|url|desktop|reg|inf|chm|hlp|iso|img|vhdx?|dmg|pkg|app|apk|deb|rpm|do[ct]m|xl[st]m|xlam|pp[ts]m|one|swf)$/i;

/** Undefined for a file that may be linked. */
function whyNotLinked(path: string): string | undefined {
  if (OPENED_SAFELY.test(path)) return undefined;
  if (OPENED_WITH_RISK.test(path)) {
    return "a file of this type could run a program or reach the network when it is opened";
  }
  return /\.[a-z0-9]{1,8}$/i.test(path)
    ? "what a computer does with a file of this type is not known here"
    : "its name has no ending that tells what a computer would do with it";
}

function nameOf({ fileName }: Attachment): Html {
  return fileName === null || fileName === "" ? html`(no name)` : name(fileName);
}

function typeOf({ declaredType }: Attachment): Html {
  return declaredType === null ? html`no type declared` : name(declaredType, 100);
}
