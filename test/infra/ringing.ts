/** Which alarms of the template ring for what a function logs: its lines through the metric filters into the alarms' metrics. */
import { lambdaLogger } from "../../functions/common/lambda-log.ts";
import type { Logger } from "../../shared/log.ts";
import { type Properties, resources, synthesized } from "./synthesized.ts";

type Line = Readonly<Record<string, unknown>>;

/** The log of a function as Lambda collects it, line by line. */
export function functionLog(): { readonly log: Logger; readonly lines: Line[] } {
  const lines: Line[] = [];
  const write = (text: string): void => void lines.push(JSON.parse(text));
  return { log: lambdaLogger("info", { write }), lines };
}

/** @param name of the function, such as `Verify`; only alarms on what is counted in its log are looked at */
export function ringing(name: string, lines: readonly Line[], settings: object = {}): string[] {
  const template = synthesized(settings);
  const sums = new Map<string, number>();
  for (const { properties } of resources(template, "AWS::Logs::MetricFilter")) {
    if (properties["LogGroupName"] !== `${name}FunctionLog`) continue;
    const [counted = {}] = properties["MetricTransformations"] as Properties[];
    const found = lines.filter((line) => matches(String(properties["FilterPattern"]), line)).length;
    const metric = `${counted["MetricNamespace"]}/${counted["MetricName"]}`;
    sums.set(metric, (sums.get(metric) ?? 0) + found * Number(counted["MetricValue"]));
  }
  return resources(template, "AWS::CloudWatch::Alarm").flatMap(({ name: alarm, properties }) => {
    const { Namespace, MetricName, Statistic, Threshold, ComparisonOperator, Dimensions } = properties;
    const sum = sums.get(`${Namespace}/${MetricName}`);
    // Metric filters give no dimensions: an alarm that names one would look at another metric.
    if (sum === undefined || Statistic !== "Sum" || Dimensions !== undefined) return [];
    const isAbove = ComparisonOperator === "GreaterThanThreshold";
    return (isAbove ? sum > Number(Threshold) : sum < Number(Threshold)) ? alarm : [];
  });
}

/** As CloudWatch Logs reads the patterns that the stack has: terms on fields, all of which must hold. */
function matches(pattern: string, line: Line): boolean {
  const terms = pattern.replace(/^\{ (.*) \}$/, "$1").split(" && ");
  return terms.every((term) => {
    const [, field = "", operator, value = ""] =
      /^\(?\$\.(\w+) (=|>|IS TRUE) ?(.*?)\)?$/.exec(term) ?? expectTerm(term);
    if (operator === "IS TRUE") return line[field] === true;
    return operator === "=" ? line[field] === JSON.parse(value) : Number(line[field]) > Number(value);
  });
}

function expectTerm(term: string): never {
  throw new Error(`no term of a pattern: ${term}`);
}
