/** What the `catalogue` function works with; `wiring.ts` makes it. */
import type { CatalogueOptions } from "../../shared/catalogue/update-shard.ts";

export type CatalogueDependencies = CatalogueOptions;
