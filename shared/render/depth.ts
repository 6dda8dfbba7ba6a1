/** Watches how deep hostile HTML nests: the parser's time grows with the square of it. */

/** Thrown out of the parser; no mail program nests like that, not even around hundreds of quotations. */
export class TooDeep extends Error {}

const DEEPEST_READ = 2_000;

/** Callbacks for the sanitizer, and the greatest depth that they saw. */
export function depthWatch(): {
  readonly callbacks: { readonly onOpenTag: () => void; readonly onCloseTag: () => void };
  deepest(): number;
} {
  let depth = 0;
  let deepest = 0;
  const onOpenTag = (): void => {
    depth += 1;
    deepest = Math.max(deepest, depth);
    if (depth > DEEPEST_READ) throw new TooDeep();
  };
  const onCloseTag = (): void => {
    depth -= 1;
  };
  return { callbacks: { onOpenTag, onCloseTag }, deepest: () => deepest };
}
