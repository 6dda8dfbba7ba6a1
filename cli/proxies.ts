/** Reads the proxies of this machine's network from the environment, as curl and Node do. */
import { UsageError } from "../shared/errors.ts";
import type { Proxies } from "../shared/proxies.ts";
import type { Environment } from "./settings.ts";

/** A stand-in on this machine is out of a proxy's reach. */
const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

/** Undefined where no proxy is set. @throws UsageError for one that cannot be used */
export function proxies(env: Environment): Proxies | undefined {
  const all = proxyIn(env, "ALL_PROXY");
  const https = proxyIn(env, "HTTPS_PROXY") ?? all;
  const http = proxyIn(env, "HTTP_PROXY") ?? all;
  if (https === undefined && http === undefined) return undefined;
  const except = [either(env, "NO_PROXY") ?? [], LOOPBACK].flat().join(",");
  return { https: https ?? "", http: http ?? "", except };
}

function proxyIn(env: Environment, name: string): string | undefined {
  const given = either(env, name);
  if (given === undefined) return undefined;
  const address = given.includes("://") ? given : `http://${given}`;
  const protocol = URL.parse(address)?.protocol;
  if (protocol === "http:" || protocol === "https:") return address;
  // The address itself may hold a password.
  throw new UsageError(
    `${name} names no proxy of the kind http://host:port, the only one that calls can go through. Set one, or unset it and name the hosts in NO_PROXY.`,
  );
}

/** Lower case counts first, as with curl. */
function either(env: Environment, name: string): string | undefined {
  return env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined;
}
