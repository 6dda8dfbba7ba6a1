/** Binds a handler to its dependencies, which are made once for an instance of the function. */
import { once } from "../../shared/once.ts";

/**
 * The function that Lambda calls. Its dependencies begin to be made at once, in the init phase; where that fails, each
 * call tries again, and tells.
 */
export function bind<Dependencies, Event, Context, Result>(
  wire: () => Promise<Dependencies>,
  handle: (dependencies: Dependencies, event: Event, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  const dependencies = once(wire);
  void dependencies().catch(() => {});
  return async (event, context) => handle(await dependencies(), event, context);
}
