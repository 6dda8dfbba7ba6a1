/** Runs all checks of a command's settings before anything is called, and reports what is wrong together. */
import { UsageError } from "../shared/errors.ts";

/** Several things that the user must change. */
class SettingsError extends UsageError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const list = problems.map((problem) => `  - ${problem.replaceAll("\n", "\n    ")}`).join("\n");
    super(
      problems.length === 1
        ? problems.join()
        : `${problems.length} things to change; nothing was done:\n${list}`,
    );
    this.problems = problems;
  }
}

/**
 * What all the checks give, once all have ended.
 * @throws UsageError with the messages of every one of them
 */
export async function together<T extends readonly unknown[] | []>(
  checks: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  const problems: string[] = [];
  for (const result of await Promise.allSettled(checks)) {
    if (result.status === "fulfilled") continue;
    if (!(result.reason instanceof UsageError)) throw result.reason;
    problems.push(...problemsOf(result.reason));
  }
  if (problems.length > 0) throw new SettingsError([...new Set(problems)]);
  return Promise.all(checks);
}

function problemsOf(error: UsageError): readonly string[] {
  return error instanceof SettingsError ? error.problems : [error.message];
}
