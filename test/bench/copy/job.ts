/** What a tool of the copy benchmark shall do: `count` files of `size` bytes from the source into the sink. */
export interface CopyJob {
  /** Origin that serves `/files/{n}-{size}`. */
  readonly source: string;
  /** Origin of an S3 server, asked in path style. */
  readonly sink: string;
  readonly count: number;
  /** Bytes of each file. */
  readonly size: number;
  /** Files at once. */
  readonly concurrency: number;
}

/** As every tool is told: SOURCE SINK COUNT SIZE CONCURRENCY. */
export function jobArguments({ source, sink, count, size, concurrency }: CopyJob): string[] {
  return [source, sink, ...[count, size, concurrency].map(String)];
}

/** What this process was told. */
export function jobOfThisProcess(): CopyJob {
  const [source = "", sink = "", ...numbers] = process.argv.slice(2);
  const [count = 0, size = 0, concurrency = 0] = numbers.map(Number);
  return { source, sink, count, size, concurrency };
}

export function numbersBelow(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}
