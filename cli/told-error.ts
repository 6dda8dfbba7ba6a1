/** Carries an error from one thread to another: a copy of it would have lost what kind of error it is. */
import { IntegrityError, StoreError, TicketvaultError, UsageError } from "../shared/errors.ts";

export interface ToldError {
  /** Undefined for one that nobody intended. */
  readonly kind: keyof typeof KINDS | undefined;
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly stack: string;
}

type Made = Pick<ToldError, "code" | "message" | "retryable">;

const KINDS = {
  UsageError: ({ message }: Made) => new UsageError(message),
  IntegrityError: ({ code, message }: Made) => new IntegrityError(code, message),
  StoreError: ({ code, message, retryable }: Made) => new StoreError(code, message, { retryable }),
  TicketvaultError: ({ code, message, retryable }: Made) =>
    new TicketvaultError(code, message, { retryable }),
};

export function toldError(error: unknown): ToldError {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof TicketvaultError)) {
    return { kind: undefined, code: "", message, retryable: false, stack };
  }
  const { code, retryable, name } = error;
  const kind = name in KINDS ? (name as keyof typeof KINDS) : "TicketvaultError";
  return { kind, code, message, retryable, stack };
}

export function errorFrom(told: ToldError): Error {
  const error = told.kind === undefined ? new Error(told.message) : KINDS[told.kind](told);
  error.stack = told.stack;
  return error;
}
