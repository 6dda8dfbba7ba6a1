/** What `cdk` runs: one stack for one LeadSquared account, with the settings of its context. */
import { App } from "aws-cdk-lib";
import { ConfigError, readConfig } from "./config.ts";
import { settingsIn } from "./context.ts";
import { addRulePacks } from "./nag.ts";
import { TicketvaultStack } from "./stack.ts";

try {
  const app = new App();
  new TicketvaultStack(app, readConfig(settingsIn(app.node.getAllContext())));
  addRulePacks(app);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
