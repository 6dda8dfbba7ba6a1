/** `node cli/launch.js PROGRAM ARGUMENTS…`: how the scripts of package.json and cdk.json start on Node 24. */
import { launch } from "./launcher.js";

launch(process.argv.slice(2));
