/** What `cdk` runs: one stack for one LeadSquared account, with the settings of cdk.json. */
import { App } from "aws-cdk-lib";
import { ConfigError, readConfig } from "./config.ts";
import { addRulePacks } from "./nag.ts";
import { TicketvaultStack } from "./stack.ts";

try {
  const app = new App();
  new TicketvaultStack(app, readConfig(app.node.tryGetContext("ticketvault")));
  addRulePacks(app);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
