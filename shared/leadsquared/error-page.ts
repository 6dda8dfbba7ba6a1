/** Recognises error documents that arrive in place of a file. */

const HTML_START = /^<(?:!--|(?:!doctype\s+html|html|head|body)\b)/i;
const XML_START = /^<\?xml\b/i;
/** S3's error document: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const S3_ERROR_START = /^(?:<\?xml[^>]*\?>\s*)?<Error\b/;

const MARKUP_TYPES = new Set(["text/html", "application/xhtml+xml", "application/xml", "text/xml"]);

/** The type and subtype of a media type, in lower case and without parameters; undefined when there is none. */
export function essence(mediaType: string | undefined): string | undefined {
  return mediaType?.split(";")[0]?.trim().toLowerCase() || undefined;
}

/** True for the media types that error documents are served as. */
export function isPageType(mediaType: string | undefined): boolean {
  return MARKUP_TYPES.has(essence(mediaType) ?? "");
}

/** True for the media types of files that may themselves begin like a page: HTML, and XML of any kind. */
export function isMarkupType(mediaType: string | undefined): boolean {
  return isPageType(mediaType) || (essence(mediaType)?.endsWith("+xml") ?? false);
}

/** What the first bytes of a body (512 are enough) look like. */
export function startOf(head: Uint8Array): "s3-error" | "page" | "other" {
  const text = new TextDecoder().decode(head).trimStart();
  if (S3_ERROR_START.test(text)) {
    return "s3-error";
  }
  return HTML_START.test(text) || XML_START.test(text) ? "page" : "other";
}
