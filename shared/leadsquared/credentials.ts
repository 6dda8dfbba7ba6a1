/** Reads an account's keys from where a laptop keeps them: given, a file, or environment variables. */
import { readFile, stat } from "node:fs/promises";
import * as z from "zod";
import { UsageError } from "../errors.ts";
import { parseJson } from "../json.ts";
import type { Logger } from "../log.ts";
import type { Credentials, CredentialsReader } from "./account.ts";

/** Visible ASCII, which is what fits into a header. */
const key = z.string().regex(/^[!-~]+$/);
const credentialsSchema = z.object({ accessKey: key, secretKey: key });

/** Keys that never change. */
export function staticCredentials(credentials: Credentials): CredentialsReader {
  return { read: async () => credentials, refresh: async () => credentials };
}

/**
 * Reads `{"accessKey": …, "secretKey": …}` from a regular file, or a link to one, afresh for each call, so that a rotation
 * is seen. That others may read it is warned about once.
 */
export function fileCredentials(path: string, log: Logger): CredentialsReader {
  let warned = false;
  const read = async (): Promise<Credentials> => {
    const { text, mode } = await readKeyFile(path);
    if (process.platform !== "win32" && (mode & 0o077) !== 0 && !warned) {
      warned = true;
      log.warn("credentials.readable-by-others", { path, remedy: "chmod 600" });
    }
    return parseCredentials(text, `the credentials file ${path}`);
  };
  return { read, refresh: read };
}

const ACCESS_KEY_VARIABLE = "TICKETVAULT_ACCESS_KEY";
const SECRET_KEY_VARIABLE = "TICKETVAULT_SECRET_KEY";

/** Reads the keys from `TICKETVAULT_ACCESS_KEY` and `TICKETVAULT_SECRET_KEY` of the given environment. */
export function environmentCredentials(env: Readonly<Record<string, string | undefined>>): CredentialsReader {
  const read = async (): Promise<Credentials> => {
    const credentials = { accessKey: env[ACCESS_KEY_VARIABLE], secretKey: env[SECRET_KEY_VARIABLE] };
    return check(credentials, "the environment", {
      accessKey: ACCESS_KEY_VARIABLE,
      secretKey: SECRET_KEY_VARIABLE,
    });
  };
  return { read, refresh: read };
}

/** Whether a key stands in the environment, or the empty place of one beside it. */
export function hasKeys(env: Readonly<Record<string, string | undefined>>): boolean {
  return Boolean(env[ACCESS_KEY_VARIABLE] || env[SECRET_KEY_VARIABLE]);
}

/**
 * Reads the JSON that a file or a secret holds; `where` names it in words.
 * @throws UsageError naming the place and the fields that are missing, never a value
 */
export function parseCredentials(text: string, where: string): Credentials {
  let json: unknown;
  try {
    json = parseJson(text);
  } catch {
    throw new UsageError(
      `In ${where} there is no valid JSON. It must hold {"accessKey": "…", "secretKey": "…"}.`,
    );
  }
  return check(json, where, { accessKey: "accessKey", secretKey: "secretKey" });
}

function check(value: unknown, where: string, names: Record<keyof Credentials, string>): Credentials {
  const result = credentialsSchema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const bad = (["accessKey", "secretKey"] as const).filter((field) =>
    result.error.issues.some(({ path: [at = field] }) => at === field),
  );
  throw new UsageError(
    `In ${where}, ${bad.map((field) => names[field]).join(" and ")} must hold the account's key: text without spaces, not empty.`,
  );
}

async function readKeyFile(path: string): Promise<{ readonly text: string; readonly mode: number }> {
  try {
    const stats = await stat(path);
    // A pipe is empty at the second reading, and may make the first wait for ever.
    if (!stats.isFile())
      throw new UsageError(`The credentials file ${path} is not a regular file: give one.`);
    return { text: await readFile(path, "utf8"), mode: stats.mode };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new UsageError(
      `The credentials file ${path} cannot be read (${code}). Check the path and its permissions.`,
      {
        cause: error,
      },
    );
  }
}
