/** Starts moto's server: all of AWS's services at one address of 127.0.0.1, in memory. */
import { join } from "node:path";
import { ACCOUNT } from "../../e2e/template.ts";
import { freePort, killed, started } from "../program.ts";
import { installed } from "../run.ts";

export interface Moto extends AsyncDisposable {
  readonly endpoint: string;
}

export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const program = join(installed("aws"), "python/bin/moto_server");
  const env = {
    ...process.env,
    MOTO_ACCOUNT_ID: ACCOUNT,
    MOTO_S3_CUSTOM_ENDPOINTS: `http://127.0.0.1:${port}`,
  };
  const child = await started(program, ["-H", "127.0.0.1", "-p", String(port)], port, { env });
  return { endpoint: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => killed(child) };
}
