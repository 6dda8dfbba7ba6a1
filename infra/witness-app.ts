/** What `cdk` runs for the witness, in a second AWS account: `-c sealRoleArn=…`, and `-c mode=COMPLIANCE`, `-c years=7`. */
import { App } from "aws-cdk-lib";
import { WitnessStack } from "./witness.ts";

const app = new App();
const given = (name: string): string => String(app.node.tryGetContext(name) ?? "");
const sealRoleArn = given("sealRoleArn");
const mode = given("mode") || "GOVERNANCE";
const years = Number(given("years") || 7);
const isRole = /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/\S+$/.test(sealRoleArn);

if (!isRole || !(mode === "GOVERNANCE" || mode === "COMPLIANCE") || !Number.isInteger(years) || years < 1) {
  process.stderr.write(
    "Give -c sealRoleArn=ARN (the output SealRoleArn of the vault's stack); -c mode=COMPLIANCE and -c years=7 if wanted.\n",
  );
  process.exitCode = 1;
} else {
  new WitnessStack(app, { stackName: given("stackName") || "TicketvaultWitness", sealRoleArn, mode, years });
}
