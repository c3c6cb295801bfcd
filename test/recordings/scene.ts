import { execFileSync } from 'node:child_process';

/** Something done in a scene, and what is waited for then. */
export interface Step {
  readonly keys?: string;
  readonly size?: readonly [columns: number, rows: number];
  /** On the screen before the next step. */
  readonly until?: RegExp;
  /** And nothing printed for so long; 300 ms. */
  readonly quietMs?: number;
  /** But the wait ends after so long: for programs that never are quiet. */
  readonly mostMs?: number;
}

export interface Scene {
  readonly program: string;
  readonly version: () => string;
  readonly columns: number;
  readonly rows: number;
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Before the program starts; gives what ends it. */
  readonly prepare?: () => Promise<() => void>;
  readonly steps: readonly Step[];
}

/** The first version number that a program prints. */
export function versionOf(...command: [string, ...string[]]): () => string {
  const [file, ...args] = command;
  return () => /\d+(?:\.\d+)*[\w-]*/.exec(execFileSync(file, args, { encoding: 'utf8' }))?.[0] ?? '';
}
