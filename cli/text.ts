/** Writes values for people: text from outside made safe for a terminal, sizes, numbers, times. */

/** Control, format and direction characters and lone surrogates; the two joiners, which scripts and emoji need, stay. */
const UNSAFE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** One line without anything that moves a terminal's cursor, changes its colours or turns its direction. */
export function safeLine(text: string): string {
  return text.replace(/\s+/gu, " ").replace(UNSAFE, "").trim();
}

/** As `safeLine`, but the lines stay lines. */
export function safeLines(text: string): string {
  return text.replace(UNSAFE, (character) => (character === "\n" ? character : ""));
}

/** `1,234`. */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** `1 ticket`, `1,234 tickets`. */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** `106.7 KiB`. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `106.7 KiB (109,210 bytes)`. */
export function exactSize(bytes: number): string {
  return bytes < 1024 ? size(bytes) : `${size(bytes)} (${count(bytes)} bytes)`;
}

/** `2 h 05 min`, `3 min 10 s`, `12 s`. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** `2024-08-28 12:38:36` for an ISO time, which is UTC. */
export function utc(iso: string): string {
  return iso.slice(0, 19).replace("T", " ");
}
