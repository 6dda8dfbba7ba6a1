/** What axe-core finds on a page that is serious or worse for those who read with a screen reader or by keyboard. */
import axe from "axe-core";
import type { WatchedPage } from "./browser.ts";

/** Rule and place of each finding. */
export async function seriousFindings({ evaluate }: WatchedPage): Promise<string[]> {
  await evaluate(`${axe.source};void 0`);
  return evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ html }) => id + ": " + html.slice(0, 200))))`);
}
