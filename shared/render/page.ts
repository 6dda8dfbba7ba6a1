/** The frame of an exported page: its head, with a policy that lets nothing in but what the page itself holds. */
import { createHash } from "node:crypto";
import { Html, html } from "./html.ts";

interface PageParts {
  readonly title: string;
  readonly style: string;
  /** The page's only script; without one none may run. */
  readonly script?: string;
  /** Whether it has forms, which may lead to its own server alone. */
  readonly hasForm?: boolean;
}

/**
 * Everything up to and with `<body>`. Images come as `data:` URIs only; `style` attributes are allowed since they can
 * load nothing and hold only what the sanitizer lets through; one style sheet and at most one script, by their digests.
 */
export function pageStart({ title, style, script, hasForm = false }: PageParts): Html {
  const policy = [
    "default-src 'none'",
    "img-src data:",
    `style-src ${sourceOf(style)}`,
    "style-src-attr 'unsafe-inline'",
    ...(script === undefined ? [] : [`script-src ${sourceOf(script)}`]),
    "base-uri 'none'",
    `form-action ${hasForm ? "'self'" : "'none'"}`,
  ].join("; ");
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
`;
}

/** Everything after the last element; the script stands here, where all that it works on is there. */
export function pageEnd(script?: string): Html {
  const element = script === undefined ? "" : `<script>${script}</script>\n`;
  return new Html(`${element}</body>\n</html>\n`);
}

/** How a policy names inline content: by its SHA-256. */
function sourceOf(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}
