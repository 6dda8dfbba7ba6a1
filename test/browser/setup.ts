/** Installs the browser before the tests, where it is missing. */
import { execFileSync } from "node:child_process";

export default function setup(): void {
  execFileSync(`${import.meta.dirname}/browser.sh`, { stdio: ["ignore", "inherit", "inherit"] });
}
