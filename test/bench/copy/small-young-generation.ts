/** To be imported first; the CLI sets the same: what is read off a connection is soon garbage, and must not pile up. */
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--semi-space-growth-factor=1");
