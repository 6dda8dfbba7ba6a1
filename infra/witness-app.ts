/** What `cdk` runs for the witness, in a second AWS account: `-c sealRoleArn=…`, `-c verifyRoleArn=…`, and `-c mode=COMPLIANCE`, `-c years=7`. */
import { App } from "aws-cdk-lib";
import { WitnessStack } from "./witness.ts";

const app = new App();
const given = (name: string): string => String(app.node.tryGetContext(name) ?? "");
const [sealRoleArn, verifyRoleArn] = [given("sealRoleArn"), given("verifyRoleArn")];
const mode = given("mode") || "GOVERNANCE";
const years = Number(given("years") || 7);
const areRoles = [sealRoleArn, verifyRoleArn].every((arn) =>
  /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/\S+$/.test(arn),
);

if (!areRoles || !(mode === "GOVERNANCE" || mode === "COMPLIANCE") || !Number.isInteger(years) || years < 1) {
  process.stderr.write(
    "Give -c sealRoleArn=ARN and -c verifyRoleArn=ARN (the outputs SealRoleArn and VerifyRoleArn of the vault's stack); -c mode=COMPLIANCE and -c years=7 if wanted.\n",
  );
  process.exitCode = 1;
} else {
  new WitnessStack(app, {
    stackName: given("stackName") || "TicketvaultWitness",
    ...{ sealRoleArn, verifyRoleArn, mode, years },
  });
}
