/** Which attachment URLs may be fetched, and which entries the list of allowed hosts takes. */
import { describe, expect, it } from "vitest";
import { TransferError, UsageError } from "../../shared/errors.ts";
import { DEFAULT_ATTACHMENT_HOSTS, parseAllowedHost } from "../../shared/leadsquared/allowed-hosts.ts";
import { attachmentUrlTest, checkAttachmentUrl, refusalInWords } from "../../shared/leadsquared/url-guard.ts";

const HOST = "service-cloud-tenant-data-prod-in.s3.ap-south-1.amazonaws.com";
const allowed = [...DEFAULT_ATTACHMENT_HOSTS, "http://127.0.0.1:8080", "https://files.example.com:8443"];

const check = (text: string) => checkAttachmentUrl(text, allowed);

describe("an allowed URL", () => {
  it("is given in parts of which nothing was decoded or rebuilt", () => {
    const url = check(`https://${HOST}/t/22824/ticket/%23143/../a%2fb?x=%22y%22&X-Amz-Signature=abc?d&&`);

    expect(url).toEqual({
      origin: `https://${HOST}`,
      pathAndQuery: "/t/22824/ticket/%23143/../a%2fb?x=%22y%22&X-Amz-Signature=abc?d&&",
      path: "/t/22824/ticket/%23143/../a%2fb",
    });
  });

  it("may have its host in capitals", () => {
    expect(check(`https://${HOST.toUpperCase()}/a`).origin).toBe(`https://${HOST}`);
  });

  it("may have no query", () => {
    expect(check(`https://${HOST}/a`)).toMatchObject({ pathAndQuery: "/a", path: "/a" });
  });

  it.each(["http://127.0.0.1:8080/a?b", "https://files.example.com:8443/a"])(
    "may be of an exact origin: %s",
    (text) => {
      expect(text).toContain(check(text).origin);
    },
  );
});

describe("a refused URL", () => {
  it.each([
    ["a loopback address", "https://127.0.0.1/a"],
    ["a private address", "https://10.0.0.8/a"],
    ["the metadata address", "https://169.254.169.254/latest/meta-data/"],
    ["a public address", "https://52.219.64.1/a"],
    ["an address as one number", "https://2130706433/a"],
    ["an address in hexadecimal", "https://0x7f.1/a"],
    ["an address in octal", "https://0177.0.0.1/a"],
    ["an IPv6 address", "https://[::1]/a"],
    ["an IPv4-mapped address", "https://[::ffff:127.0.0.1]/a"],
    ["a full-width address", "https://１２７.0.0.1/a"],
    ["a name of this machine", "https://localhost/a"],
    ["another host", "https://example.com/a"],
    ["another host that begins alike", `https://${HOST}.evil.example/a`],
    ["another host that ends alike", `https://evil.${HOST}/a`],
    ["a star that would span a dot", "https://service-cloud-tenant-data-a.b.s3.ap-south-1.amazonaws.com/a"],
    ["an empty star", "https://service-cloud-tenant-data-.s3.ap-south-1.amazonaws.com/a"],
    ["a final dot", `https://${HOST}./a`],
    ["user information", `https://user:pass@${HOST}/a`],
    ["an allowed host as user information", `https://${HOST}@evil.example/a`],
    ["an escaped host", "https://%73ervice-cloud-tenant-data-x.s3.ap-south-1.amazonaws.com/a"],
    ["a full-width dot", `https://${HOST.replace(".", "．")}/a`],
    ["a soft hyphen", `https://${HOST.replace("s3", "s\u00ad3")}/a`],
    ["http", `http://${HOST}/a`],
    ["another scheme", `ftp://${HOST}/a`],
    ["a file", "file:///etc/passwd"],
    ["the standard port, written", `https://${HOST}:443/a`],
    ["an odd port", `https://${HOST}:8080/a`],
    ["another port of an exact origin", "http://127.0.0.1:8081/a"],
    ["an exact origin under another scheme", "https://127.0.0.1:8080/a"],
    ["an exact origin in another spelling", "http://127.1:8080/a"],
    ["a backslash", `https://${HOST}\\@evil.example/a`],
    ["a backslash in the path", `https://${HOST}/a\\b`],
    ["a fragment", `https://${HOST}/a#b`],
    ["text in front", `xhttps://${HOST}/a`],
    ["white space", `https://${HOST}/a b`],
    ["white space in front", ` https://${HOST}/a`],
    ["a line break", `https://${HOST}/a\r\nHost: evil.example`],
    ["a tab", `https://${HOST}\t/a`],
    ["NUL", `https://${HOST}/a\0`],
    ["text beyond ASCII", `https://${HOST}/ä`],
    ["no path", `https://${HOST}`],
    ["a query without a path", `https://${HOST}?a`],
    ["one slash", `https:/${HOST}/a`],
    ["no scheme", `//${HOST}/a`],
    ["nothing", ""],
  ])("has %s", (_what, text) => {
    expect(() => check(text)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^url-refused:/), retryable: false }),
    );
    expect(() => check(text)).toThrow(TransferError);
  });

  it.each([
    "https://evil.example/a",
    "http://evil.example/a",
    `https://x:canary@${HOST}/a`,
    `https://${HOST}:1/a`,
    "x",
  ])("gives a reason without the query: %s", (start) => {
    expect(() => check(`${start}?X-Amz-Signature=canary`)).toThrow(/^(?!.*canary).*refused: /);
  });
});

describe("the reason of a refusal", () => {
  const codeOf = (text: string): string => {
    try {
      check(text);
    } catch (error) {
      if (error instanceof TransferError) return error.code;
    }
    return "";
  };

  it.each([
    [`https://${HOST}`, "not-plain", "it is not of the plain form"],
    [
      `http://${HOST}/a`,
      "not-https",
      "it is not https. If its host is yours to vouch for, allow it as an exact origin, such as http://127.0.0.1:8143: --attachment-host or",
    ],
    [`https://${HOST}:8080/a`, "unusual-host", "it names a port or has an unusual host."],
    ["https://0177.0.0.1/a", "no-host-name", "its host is an address, or reads differently"],
    ["https://52.219.64.1/a", "no-host-name", "its host is an address"],
    ["https://256.256.256.256/a", "no-host-name", "its host is an address"],
    [
      "https://Evil.example/a",
      "evil.example",
      "its host evil.example is not among the allowed attachment hosts. If it is LeadSquared's, add it: --attachment-host or TICKETVAULT_ATTACHMENT_HOSTS on the command line, attachmentHosts in the stack's settings.",
    ],
  ])("of %s is told as %s, and in words", (text, code, words) => {
    expect(codeOf(text)).toBe(`url-refused:${code}`);
    expect(refusalInWords(codeOf(text))).toContain(`The attachment's URL is refused: ${words}`);
    expect(() => check(text)).toThrow(words);
  });

  it("is in no other code", () => {
    expect(refusalInWords("address-refused")).toBeUndefined();
    expect(refusalInWords("not-url-refused:x")).toBeUndefined();
  });
});

describe("the test of a URL", () => {
  const mayBe = attachmentUrlTest(allowed);

  it.each([
    `https://${HOST}/a?b`,
    `https://${HOST.toUpperCase()}/a`,
    "http://127.0.0.1:8080/a",
    "https://files.example.com:8443/a",
  ])("takes %s", (text) => {
    expect(mayBe(text)).toBe(true);
  });

  it.each([
    `http://${HOST}/a`,
    `https://${HOST}:8080/a`,
    "https://example.com/a",
    "https://127.0.0.1:8080/a",
    `https://${HOST}/ä`,
    "",
  ])("refuses %j", (text) => {
    expect(mayBe(text)).toBe(false);
  });
});

describe("an entry of the allowed hosts", () => {
  it.each([
    ["a-*.example.com", "a-b.example.com", "a-.example.com"],
    ["a**b.example.com", "axb.example.com", "ab.example.com"],
    ["*.example.com", "a-1.example.com", "a.b.example.com"],
    ["files.example.com", "files.example.com", "filesxexample.com"],
    ["files.example.com", "files.example.com", "files.example.com.evil"],
    ["files.example.com", "files.example.com", "my-files.example.com"],
  ])("%s matches %s and not %s", (entry, host, other) => {
    const read = parseAllowedHost(entry);
    const matches = read.kind === "pattern" ? read.matches : () => false;

    expect(matches(host)).toBe(true);
    expect(matches(other)).toBe(false);
  });

  it.each([
    ["files.*", "a host pattern ends in a domain without *"],
    ["a*b.com", "a host pattern ends in a domain without *"],
    ["a.example.c*m", "a host pattern ends in a domain without *"],
    ["localhost", "a host pattern ends in a domain without *"],
    ["127.0.0.1", "a host pattern ends in a domain without *"],
    ["example.1com", "a host pattern ends in a domain without *"],
    ["a_b.example.com", "a host pattern has only letters, digits, hyphens, dots and *"],
    ["-a.example.com", "a host pattern has only letters"],
    ["a-.example.com", "a host pattern has only letters"],
    ["ftp://files.example.com", "an exact origin is http:// or https:// with a host"],
    ["https://files.example.com/", "has nothing but scheme, host and port: write https://files.example.com"],
  ])("that is %s is refused with the reason", (text, why) => {
    expect(() => parseAllowedHost(text)).toThrow(why);
  });

  it.each([
    ["https://user:canary@files.example.com", '"https://…@files.example.com"'],
    ["user:canary@files.example.com", '"…@files.example.com"'],
    ["HTTPS://a:canary@b:canary@files.example.com", '"HTTPS://…@files.example.com"'],
    ["https://canary\n@files.example.com", '"https://…@files.example.com"'],
  ])("that is refused is shown without what may be a password: %j", (text, shown) => {
    expect(() => parseAllowedHost(text)).toThrow(shown);
    expect(() => parseAllowedHost(text)).not.toThrow("canary");
  });

  it.each(["service-cloud-tenant-data-prod-in.s3.ap-south-1.amazonaws.com"])(
    "by default takes %s",
    (host) => {
      expect(attachmentUrlTest(DEFAULT_ATTACHMENT_HOSTS)(`https://${host}/a`)).toBe(true);
    },
  );

  it.each([
    "*.s3.eu-central-1.amazonaws.com",
    "files.example.com",
    "example.com",
    "files.xn--p1ai",
    "a*b-*.example.com",
    "FILES.example.com",
  ])("can be the pattern %s", (text) => {
    expect(parseAllowedHost(text).kind).toBe("pattern");
  });

  it.each(["https://files.example.com", "http://127.0.0.1:8080", "http://[::1]:8080"])(
    "can be the origin %s",
    (text) => {
      expect(parseAllowedHost(text)).toEqual({ kind: "origin", origin: text });
    },
  );

  it.each([
    "",
    "*",
    "*.com",
    "*.*.com",
    "files.*",
    "localhost",
    "127.0.0.1",
    "files.example.com:8443",
    "files.example.com/a",
    "files..example.com",
    "fi les.example.com",
    "https://",
    "https://files.example.com/",
    "https://files.example.com:443",
    "https://user@files.example.com",
    "http://127.1:8080",
    "ftp://files.example.com",
  ])("cannot be %j", (text) => {
    expect(() => parseAllowedHost(text)).toThrow(UsageError);
  });
});
