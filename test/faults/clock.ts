/** A clock that goes on by itself, and jumps over every wait: of the pace, of the queue, of the archive and of the sandbox. */

export interface JumpingClock {
  /** ms since 1970; never goes back. */
  now(): number;
  /** Goes on by so many ms at once. */
  jump(ms: number): void;
  /** What a machine takes the time to be: clocks of many machines differ by five minutes. */
  ofMachine(offMs: number): () => Date;
}

export function jumpingClock(): JumpingClock {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  return {
    now,
    jump: (ms) => {
      ahead += Math.max(0, ms);
    },
    ofMachine: (offMs) => () => new Date(now() + offMs),
  };
}
