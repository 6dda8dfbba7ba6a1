/** Remembers which server a failed request went to: the system's errors do not always say. */
import type { S3Client } from "@aws-sdk/client-s3";

const servers = new WeakMap<object, string>();

/** Notes the server that `error` came from, as `host:port`. */
export function noteServer(error: unknown, { protocol, hostname, port }: ServerAddress): void {
  const standard = protocol === "https:" ? 443 : 80;
  if (error instanceof Error) servers.set(error, `${hostname}:${port || standard}`);
}

export interface ServerAddress {
  /** With its colon. */
  readonly protocol: string;
  readonly hostname: string;
  /** Empty or undefined for the protocol's own. */
  readonly port?: string | number | undefined;
}

/** `host:port`; undefined when nobody noted it. */
export function serverOf(error: unknown): string | undefined {
  return error instanceof Error ? servers.get(error) : undefined;
}

/** Has a client of the SDK note the server of each request that fails. */
export function noteServersOf(client: S3Client): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        noteServer(error, args.request as ServerAddress);
        throw error;
      }
    },
    { step: "finalizeRequest", priority: "low", name: "noteServer" },
  );
}
