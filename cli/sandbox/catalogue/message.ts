/** Writes one message the way the vendor gives it: Word-like HTML for e-mail, plain markup for the portal, lossy text. */

export interface Message {
  readonly language: string;
  readonly paragraphs: readonly string[];
  /** What is answered, quoted below with a header block; e-mail only. */
  readonly quoted?: QuotedMessage | undefined;
  /** `cid:` target of an image shown inline; e-mail only. */
  readonly inlineImage?: string | undefined;
}

export interface QuotedMessage {
  readonly name: string;
  readonly email: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

export function emailHtml(message: Message): string {
  const blocks = message.paragraphs.map(wordParagraph);
  if (message.inlineImage !== undefined) {
    blocks.push(
      `<p class="MsoNormal"><img width="240" height="120" id="Picture_x0020_1" src="cid:${message.inlineImage}"><o:p></o:p></p>`,
    );
  }
  if (message.quoted !== undefined) {
    const { name, email, subject, paragraphs } = message.quoted;
    blocks.push(
      '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">',
      `<p class="MsoNormal"><b>From:</b> ${escapeHtml(`${name} <${email}>`)}<br>\r\n<b>Subject:</b> RE: ${escapeHtml(subject)}<o:p></o:p></p>`,
      "</div>",
      `<blockquote>\r\n${paragraphs.map(wordParagraph).join("\r\n")}\r\n</blockquote>`,
    );
  }
  return [
    `\r\n\r\n\r\n<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">`,
    "<style><!--p.MsoNormal{margin:0}--></style>",
    `</head>\r\n<body lang="${message.language}">\r\n<div class="WordSection1">`,
    ...blocks,
    "</div>\r\n</body>\r\n</html>\r\n",
  ].join("\r\n");
}

export function portalHtml(message: Message): string {
  return message.paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join("");
}

/** The `Text` beside the HTML: one line, and without what stood in angle brackets, as the vendor's is. */
export function plainText(message: Message): string {
  const { quoted } = message;
  const quotedText =
    quoted === undefined ? [] : [`From: ${quoted.name} Subject: RE: ${quoted.subject}`, ...quoted.paragraphs];
  return [...message.paragraphs, ...quotedText].join(" ").replace(/ ?<[^>]*>/g, "");
}

function wordParagraph(text: string): string {
  return `<p class="MsoNormal">${escapeHtml(text)}<o:p></o:p></p>\r\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>`;
}

/** Text as it stands in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
