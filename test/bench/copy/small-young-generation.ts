/** To be imported first, as the archive function and the CLI do: what is read off a connection is soon garbage. */
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--semi-space-growth-factor=1");
