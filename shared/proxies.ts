/** The proxies of a company's network, and the HTTP agents that go through them. */
import type { AgentOptions } from "node:https";
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";

/** Addresses as http://host:port. */
export interface Proxies {
  /** For hosts that are called as https://; none when "". */
  readonly https: string;
  /** For hosts that are called as http://; none when "". */
  readonly http: string;
  /** Hosts that are called directly, separated by commas. */
  readonly except: string;
}

/** An agent for HTTP/1.1; `options` are those of connections that no proxy makes. */
export function httpAgent(proxies: Proxies | undefined, options: Agent.Options = {}): Dispatcher {
  // A body that breaks off over HTTP/2 may look whole.
  const direct = { allowH2: false, ...options };
  if (proxies === undefined) return new Agent(direct);
  const { https: httpsProxy, http: httpProxy, except: noProxy } = proxies;
  const tunnelled = { requestTls: { allowH2: false }, proxyTls: { allowH2: false } };
  return new EnvHttpProxyAgent({ ...direct, ...tunnelled, httpsProxy, httpProxy, noProxy });
}

/** The same for Node's own agent, which the AWS SDK calls with. */
export function nodeAgentOptions(proxies: Proxies | undefined): AgentOptions {
  if (proxies === undefined) return {};
  const { https: HTTPS_PROXY, http: HTTP_PROXY, except: NO_PROXY } = proxies;
  return { proxyEnv: { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } };
}
