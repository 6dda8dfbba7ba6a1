/** An HTTP agent for attachments that connects to public addresses only, whatever the name service says. */
import type { LookupAddress } from "node:dns";
import { lookup as resolveName } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector, type Dispatcher } from "undici";
import { TransferError } from "../errors.ts";
import { httpAgent, type Proxies } from "../proxies.ts";
import { isPublicAddress } from "./address.ts";
import { parseAllowedHost } from "./allowed-hosts.ts";

/** All addresses of a host name. */
export type Resolver = (hostname: string) => Promise<readonly LookupAddress[]>;

const systemResolver: Resolver = (hostname) => resolveName(hostname, { all: true });

/**
 * An agent whose connections are checked at the moment they are made, so that a name cannot lead elsewhere between the
 * check and the use (DNS rebinding). One address that is not public among several refuses the host. Origins that are
 * allowed exactly are taken as they are. A refusal is a TransferError `address-refused`. Where a proxy makes the
 * connection, it is the proxy that looks the name up, and its owner who says where it may lead.
 */
export function guardedAgent(
  allowed: readonly string[],
  {
    resolver = systemResolver,
    proxies,
  }: { readonly resolver?: Resolver; readonly proxies?: Proxies | undefined } = {},
): Dispatcher {
  const entries = allowed.map(parseAllowedHost);
  const trusted = new Set(entries.flatMap((entry) => (entry.kind === "origin" ? [entry.origin] : [])));
  // HTTP/1.1 only, so that the length and the end of a body mean what transfer.ts takes them for.
  const direct = buildConnector({ allowH2: false });
  const guarded = buildConnector({ allowH2: false, lookup: guardedLookup(resolver) });
  return httpAgent(proxies, {
    connect: (options, callback) => {
      const { protocol, hostname, host = hostname } = options;
      const address = hostname.replace(/^\[|\]$/g, "");
      if (trusted.has(`${protocol}//${host}`)) {
        direct(options, callback);
      } else if (isIP(address) !== 0 && !isPublicAddress(address)) {
        // A literal address is never looked up.
        callback(addressRefused(hostname), null);
      } else {
        guarded(options, callback);
      }
    },
  });
}

/** A lookup for sockets that gives public addresses or the refusal. */
export function guardedLookup(resolver: Resolver): LookupFunction {
  return (hostname, options, callback) => {
    resolver(hostname)
      .then((addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
          throw addressRefused(hostname);
        }
        return { addresses: [...addresses], first };
      })
      .then(
        ({ addresses, first }) =>
          options.all ? callback(null, addresses) : callback(null, first.address, first.family),
        (error: Error) => callback(error, []),
      );
  };
}

function addressRefused(hostname: string): TransferError {
  return new TransferError(
    "address-refused",
    `The attachment host ${hostname} is at a private or special address and was not connected to. If it is meant to be there, allow it as an exact origin.`,
  );
}
