/** Signs a request with a payload digest that is known already, so that the SDK does not hash the body once more. */

interface WithMiddleware {
  readonly middlewareStack: {
    add(middleware: (next: Next) => Next, options: { step: "build"; name: string; override: boolean }): void;
  };
}

type Next = (args: never) => Promise<never>;

/** `hash` is the body's SHA-256 in hex, or `UNSIGNED-PAYLOAD` (AWS Signature Version 4, x-amz-content-sha256). */
export function withPayloadHash<Command extends object>(command: Command, hash: string): Command {
  const { middlewareStack } = command as unknown as WithMiddleware;
  middlewareStack.add(
    (next) => (args: { request: { headers: Record<string, string> } }) => {
      args.request.headers["x-amz-content-sha256"] = hash;
      return next(args as never);
    },
    { step: "build", name: "knownPayloadHash", override: true },
  );
  return command;
}
