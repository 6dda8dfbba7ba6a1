/** Makes docs/settings.md: every setting, as the schema that checks them has it. */
import { readFileSync } from "node:fs";
import { SETTINGS as COMMAND_LINE } from "../cli/settings.ts";
import { FIELDS, settingsJsonSchema } from "../shared/settings/schema.ts";

type Schema = ReturnType<typeof settingsJsonSchema>;

interface Setting {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "number",
  number: "number",
  boolean: "boolean",
  array: "list",
  object: "object",
};

/** Every setting with a meaning, by its dotted name; objects that only group others have none. */
export function settings(schema: Schema = settingsJsonSchema(), above = "", given = true): Setting[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = `${above}${key}`;
    const each = value as Schema;
    const required = given && (schema.required ?? []).includes(key);
    const own = each.description === undefined ? [] : [{ name, schema: each, required }];
    const items = each.items as Schema | undefined;
    const below =
      items?.properties === undefined ? settings(each, `${name}.`) : settings(items, `${name}[].`);
    return [...own, ...below];
  });
}

/** What the page shows of a default: `–` for none. */
function shownDefault({ schema, required }: Setting): string {
  if (required) return "required";
  return schema.default === undefined ? "–" : `\`${JSON.stringify(schema.default)}\``;
}

function tableOf(fields: (typeof FIELDS)[keyof typeof FIELDS]): string {
  const rows = settings(settingsJsonSchema(fields)).map((setting) => {
    const { name, schema } = setting;
    const type = TYPES[String(schema.type ?? typeof schema.enum?.[0])];
    return `| \`${name}\` | ${type} | ${shownDefault(setting)} | ${String(schema["allowed"])} | ${schema.description} |`;
  });
  return `| setting | type | default | allowed | meaning |
|---|---|---|---|---|
${rows.join("\n")}`;
}

function optionsTable(): string {
  const rows = Object.values(COMMAND_LINE).map(
    ([flag, variable, setting]) => `| \`${flag}\` | \`${variable}\` | \`${setting}\` |`,
  );
  return `| option | variable | in the file |
|---|---|---|
${rows.join("\n")}`;
}

const example = readFileSync(new URL("../ticketvault.config.example.json", import.meta.url), "utf8").trim();

export function settingsPage(): string {
  return `# Settings

<!-- Made by \`npm run docs\` from shared/settings/. -->
The command line and the stack read one file, \`ticketvault.config.json\`, which git ignores.
\`npx ticketvault init\` asks for what is needed, writes it, and tries a call; or begin with a copy of
\`ticketvault.config.example.json\`, which has:

\`\`\`json
${example}
\`\`\`

Each LeadSquared account stands in it under a name of your own. Only \`orgId\` is required. Where there are several
accounts, say which one is meant. No key or other secret belongs in the file: it names where the keys are.

| to | command line | \`cdk\` |
|---|---|---|
| choose an account | \`--account NAME\`, \`TICKETVAULT_ACCOUNT\` | \`-c account=NAME\` |
| read another file | \`--config FILE\`, \`TICKETVAULT_CONFIG\` | \`-c config=FILE\` |
| set one thing above the file | its option or variable, [below](#on-the-command-line) | \`-c ticketvault.objectLock.days=1\` |

Every mistake in the file is told at once, a name that is no setting with the nearest one that is; nothing is done then.
Paths in the file are those of the folder in which it lies.

## Of an account

${tableOf(FIELDS.account)}

## On the command line

An option counts above its environment variable, that above the file. Where an option or variable names another store than
the file does, the file's \`cli.staging\`, \`cli.endpoint\` and \`cli.index\` do not count; the same holds of \`tenantId\` with
another account number, and of the places of the keys.

${optionsTable()}

${tableOf(FIELDS.commandLine)}

LeadSquared's keys themselves are read from \`TICKETVAULT_ACCESS_KEY\` and \`TICKETVAULT_SECRET_KEY\`, which count above the
file's \`cli.keysFile\` and \`cli.secretId\`.

## Of the stack

Edit the file and deploy again to change one.

${tableOf(FIELDS.stack)}

\`required\` within \`events[]\` and \`schedule\`: wherever one is given. Three settings are hard to change later: \`objectLock\`
(what is locked stays locked), \`breakGlassRoleArn\` and \`stackName\`.

## LeadSquared's limits

LeadSquared refuses what is more than the account's limit (429), whoever of the company calls. The limit depends on the
plan: its page on rate limits names 2 to 25 calls in 5 seconds, and calls in a day. No answer tells what is left, so
these are settings: what the plan allows, and the share that is used here. A share is rounded down, and is one call at
least: of 25 and 100,000 calls, 0.8 leaves 20 in any 5 seconds and 80,000 in any 24 hours. It is any 24 hours, and not a
calendar day, because it is not known when LeadSquared's day begins.

All processes of the stack keep to the limits together. When a day's budget is used up, or LeadSquared refuses calls all
the same, requests wait in the queue for as long as it takes; the log and an alarm say until when. On the command line
the settings are \`--calls-per-window\`, \`--calls-per-day\` and \`--calls-share\`, or \`TICKETVAULT_CALLS_PER_WINDOW\`,
\`TICKETVAULT_CALLS_PER_DAY\` and \`TICKETVAULT_CALLS_SHARE\`. \`--pace dynamodb://TABLE\` (\`TICKETVAULT_PACE\`) keeps to the
pace of a stack, and \`--index dynamodb://TABLE\` (\`TICKETVAULT_INDEX\`) uses its index of tickets.

## A fixed address for LeadSquared's IP whitelist

Set \`staticEgress\` to \`true\` and deploy; the output \`EgressAddress\` is the address to enter in LeadSquared. The
functions that call LeadSquared then run in a network whose only way out is one NAT gateway, which costs more than the
rest of the stack ([costs.md](costs.md)). The gateway is in one availability zone: if that zone fails, archiving waits.
Only HTTPS on port 443 leaves this network, so a \`baseUrl\` or an attachment host with a port is refused beside it.

Attachments that are in S3 in the stack's own region are fetched through S3's endpoint in the network, not from the fixed
address. If LeadSquared's whitelist covers attachments too, set \`egressS3Endpoint\` to \`false\`: everything then goes
through the NAT gateway, the archive's own bytes included, and is billed by it.

The address stays when you switch the setting off or destroy the stack, and costs as much as before until you release it.
To use it again, in this stack or another, give its allocation id (\`aws ec2 describe-addresses\` shows it) as
\`egressAllocationId\`.

## Several LeadSquared accounts

Each LeadSquared account has its own stack, with its own buckets, keys, secrets and alarms: \`npx cdk deploy -c account=NAME\`.
Stacks in one AWS account and region need different names (\`stackName\`), and share its
concurrency: [deploy.md](deploy.md#concurrency) adds it up for one.
`;
}
