/** Lets lines be written while a progress bar stands at the bottom of the terminal. */

let clear: (() => void) | undefined;

/** Says how the bar that now stands there is taken away; undefined when it is gone. It draws itself anew below what is written. */
export function setBar(clearing: (() => void) | undefined): void {
  clear = clearing;
}

/** Writes where a bar may stand. */
export function aboveBar(write: () => void): void {
  clear?.();
  write();
}
