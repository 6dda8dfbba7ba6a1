/** Measures work by what it costs the processor, which is the same whoever else uses the machine. */

/** Starts a clock that tells the milliseconds of processor time that this process has spent since. */
export function cpuClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

/** Starts a clock of this thread alone: what V8's own threads do beside it, such as collecting garbage, holds nobody up. */
export function threadClock(): () => number {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
}
