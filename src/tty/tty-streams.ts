import type { Readable, Writable } from 'node:stream';

/** A tty's input as Node has it. */
export type TtyInput = Readable & { readonly isTTY?: boolean; setRawMode(raw: boolean): unknown };
/** A tty's output as Node has it. */
export type TtyOutput = Writable & {
  readonly isTTY?: boolean;
  readonly fd: number;
  readonly columns?: number;
  readonly rows?: number;
};

/** A size in cells. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The size of a terminal as far as it was told one. */
export function sizeOf({ columns, rows }: TtyOutput): TerminalSize {
  // A terminal that was not told its size says 0.
  return { columns: Math.max(2, columns || 80), rows: Math.max(1, rows || 24) };
}
