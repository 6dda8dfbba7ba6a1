/** What `cdk` runs: one stack for one LeadSquared account, with its settings. */
import { App } from "aws-cdk-lib";
import { ConfigError } from "../shared/settings/mistakes.ts";
import { readConfig } from "./config.ts";
import { settingsIn } from "./context.ts";
import { addRulePacks } from "./nag.ts";
import { TicketvaultStack } from "./stack.ts";

try {
  const app = new App();
  new TicketvaultStack(app, readConfig(await settingsIn(app.node.getAllContext())));
  addRulePacks(app);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
