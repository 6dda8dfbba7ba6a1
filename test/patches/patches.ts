/** All patches that must die. Whoever mends a fault that the tests did not see adds it to one of these lists. */
import { eventPatches } from "./events.ts";
import { guardPatches } from "./guards.ts";
import type { Patch } from "./patch.ts";
import { timeoutPatches } from "./timeouts.ts";

export const PATCHES: readonly Patch[] = [...guardPatches, ...timeoutPatches, ...eventPatches];
