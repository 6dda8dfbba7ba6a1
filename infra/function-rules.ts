/**
 * By which rules the functions read what the settings tell them, so that `cdk` refuses what they would refuse at their
 * start. The stack may not import them: test/infra/config-agreement.test.ts holds the two against each other.
 */

/** A part of a name, with `*` for any part of it. */
const PATTERN_LABEL = /^[a-z0-9*](?:[a-z0-9*-]*[a-z0-9*])?$/;
const FIXED_LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** A pattern of hosts that ends in a domain of names without `*`, or one `https://` origin exactly. */
export function isAttachmentHost(given: string): boolean {
  const host = given.toLowerCase();
  // The functions read lists with commas between the entries.
  if (host.startsWith("https://")) return !host.includes(",") && URL.parse(host)?.origin === host;
  const labels = host.split(".");
  const [domain = "", top = ""] = labels.slice(-2);
  return (
    labels.length > 1 &&
    labels.every((label) => PATTERN_LABEL.test(label)) &&
    [domain, top].every((label) => FIXED_LABEL.test(label)) &&
    !/^[0-9]/.test(top)
  );
}

/** `https://host` or `https://host/prefix`. */
export function isApiAddress(given: string): boolean {
  return /^https:\/\/[^\s/?#@]+(\/[^\s?#@]+)?$/.test(given) && URL.canParse(given);
}

/** A path with `{ticketId}` in it, below the base URL; or `off`. */
export function isDetailsPath(given: string): boolean {
  const filled = given.replaceAll("{tenantId}", "1").replaceAll("{ticketId}", "1");
  const isPath = /^\/(?!\/)[A-Za-z0-9/._~?=&%-]{0,500}$/.test(filled) && given.includes("{ticketId}");
  return isPath || given === "off";
}

/** Keys with dots between them, each with or without `[]` behind it. */
export function isPayloadPath(given: string): boolean {
  const keys = given.split(".").map((key) => key.trim().replace(/(\[\])+$/, ""));
  return !given.includes(",") && keys.every((key) => key !== "");
}
