import type { Found } from '../../core/model/findings.ts';

/** One changed file as target and candidate have it. Paths are readable (UTF-8), relative to the tree. */
export interface FileChange {
  readonly path: string;
  /** Before a rename; null otherwise. */
  readonly oldPath: string | null;
  readonly before: FileVersion | null;
  readonly after: FileVersion | null;
}

export interface FileVersion {
  /** Six octal digits, as git writes them. */
  readonly mode: string;
  /** Object id. */
  readonly id: string;
  /** Bytes; null for another repository's commit. */
  readonly size: number | null;
  /** null for a binary, a link, another repository, and text above the limit. */
  readonly text: string | null;
  /** Where a symbolic link leads; null when it is none. */
  readonly linkTarget: string | null;
}

/** Looks at all changes at once: a test may have moved from one file to another. Pure. */
export type Detector = (changes: readonly FileChange[]) => readonly Found[];
