/** Connections to public addresses only, decided when they are made. */
import type { LookupAddress, LookupOptions } from "node:dns";
import { describe, expect, it, onTestFinished } from "vitest";
import { isPublicAddress } from "../../shared/leadsquared/address.ts";
import { guardedAgent, guardedLookup, type Resolver } from "../../shared/leadsquared/guarded-agent.ts";
import { serveAnswers } from "./loopback.ts";

function request(origin: string, allowed: readonly string[], resolver?: Resolver) {
  const agent = guardedAgent(allowed, resolver === undefined ? {} : { resolver });
  onTestFinished(() => agent.destroy());
  return agent.request({ origin, path: "/", method: "GET", headersTimeout: 2000 });
}

const at =
  (...addresses: string[]): Resolver =>
  async () =>
    addresses.map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 }));

describe("guardedAgent", () => {
  it.each([
    ["loopback", ["127.0.0.1"]],
    ["IPv6 loopback", ["::1"]],
    ["IPv4-mapped", ["::ffff:127.0.0.1"]],
    ["no", []],
  ])("connects to no host with a %s address", async (_kind, addresses) => {
    const { origin, calls } = await serveAnswers({});
    const { port } = new URL(origin);

    const refused = request(`http://files.example.com:${port}`, ["*.example.com"], at(...addresses));

    await expect(refused).rejects.toMatchObject({ code: "address-refused", retryable: false });
    expect(calls).toEqual([]);
  });

  it.each(["http://127.0.0.1", "http://[::1]"])("connects to no literal %s", async (origin) => {
    await expect(request(origin, ["*.example.com"])).rejects.toMatchObject({ code: "address-refused" });
  });

  it("connects to an origin that is allowed exactly", async () => {
    const { origin } = await serveAnswers({ body: "here" });

    const response = await request(origin, [origin], at("10.0.0.1"));

    expect(await response.body.text()).toBe("here");
  });

  it("resolves an exact origin's name without asking the guard", async () => {
    const { origin, calls } = await serveAnswers({ body: "here" });
    const named = origin.replace("127.0.0.1", "localhost");

    const response = await request(named, [named], at("10.0.0.1"));

    expect(await response.body.text()).toBe("here");
    expect(calls).toHaveLength(1);
  });

  it("passes on that a name is unknown", async () => {
    const resolver: Resolver = async () => {
      throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    };

    await expect(request("http://files.example.com", [], resolver)).rejects.toMatchObject({
      code: "ENOTFOUND",
    });
  });
});

// The lookup by itself: connecting to a public address would leave this machine.
describe("guardedLookup", () => {
  const lookUp = (resolver: Resolver, options: LookupOptions) =>
    new Promise<unknown>((resolve, reject) => {
      guardedLookup(resolver)("files.example.com", options, (error, address, family) => {
        if (error) {
          reject(error);
        } else {
          resolve({ address, family });
        }
      });
    });

  it("gives all public addresses to a caller that takes all", async () => {
    const address = [
      { address: "52.219.64.1", family: 4 },
      { address: "2600:1f00::1", family: 6 },
    ];

    const found = await lookUp(at("52.219.64.1", "2600:1f00::1"), { all: true });

    expect(found).toEqual({ address, family: undefined });
  });

  it("gives the first public address to a caller that takes one", async () => {
    expect(await lookUp(at("52.219.64.1", "2600:1f00::1"), {})).toEqual({
      address: "52.219.64.1",
      family: 4,
    });
  });

  it.each([
    [["10.1.2.3"]],
    [["169.254.169.254"]],
    [["::ffff:10.1.2.3"]],
    [["52.219.64.1", "10.0.0.1"]],
    [["2600:1f00::1", "fd00::1"]],
  ])("refuses a name at %j", async (addresses) => {
    const refused = lookUp(at(...addresses), { all: true });

    await expect(refused).rejects.toMatchObject({ code: "address-refused" });
  });
});

describe("isPublicAddress", () => {
  it.each([
    "52.219.64.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.0.1",
    "172.32.0.1",
    "2600:1f00::1",
  ])("takes %s for public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    "0.0.0.0",
    "10.255.255.255",
    "100.64.0.1",
    "127.9.9.9",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.168.1.1",
    "198.19.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::ffff:7f00:1",
    "64:ff9b::a00:1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "localhost",
    "",
  ])("takes %j for not public", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
