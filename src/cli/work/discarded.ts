import type { Session } from '../../core/model/session.ts';
import { shortBytes } from '../../core/words/short-bytes.ts';
import type { Column } from '../table.ts';
import { span } from '../time-words.ts';

/** A session that can be restored, as `signalbox list --discarded --json` prints it. */
export interface DiscardedSession {
  readonly id: number;
  readonly title: string;
  readonly state: string;
  /** When it was given up or cleaned up, milliseconds since the epoch. */
  readonly at: number;
  /** Its worktree, where that is still there, and what it takes on disk. */
  readonly worktree: string | null;
  readonly diskBytes: number | null;
  /** The ref that keeps its work, where the worktree is gone. */
  readonly kept: string | null;
  readonly branch: string | null;
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

/** Those that `signalbox restore` brings back, the newest first. */
export function discardedSessions(sessions: readonly Session[]): DiscardedSession[] {
  return sessions
    .filter(({ state, worktree, kept }) =>
      state === 'discarded'
        ? worktree !== null || kept !== null
        : state !== 'landed' && worktree === null && kept !== null,
    )
    .map(({ id, task, state, since, worktree, diskBytes, kept, change }) => ({
      id,
      title: task.title,
      state,
      at: state === 'discarded' ? since : (kept?.at ?? since),
      worktree: worktree?.path ?? null,
      diskBytes,
      kept: kept?.ref ?? null,
      branch: worktree?.branch ?? kept?.branch ?? null,
      ...change,
    }))
    .toSorted((a, b) => b.at - a.at);
}

export const discardedColumns: readonly Column[] = [
  { heading: 'id', align: 'right' },
  { heading: 'state' },
  { heading: 'title', least: 16 },
  { heading: 'age', align: 'right' },
  { heading: 'changed', least: 6 },
  { heading: 'where', least: 12 },
];

/** One line of the table. */
export function discardedRow(session: DiscardedSession, now: number): string[] {
  const { id, state, title, at, files, added, removed, worktree, diskBytes, kept } = session;
  const size = diskBytes === null ? '' : `, ${shortBytes(diskBytes)}`;
  const changed = files === 0 ? '' : `${files}f +${added} -${removed}`;
  return [`#${id}`, state, title, span(now - at), changed, kept ?? `${worktree ?? ''}${size}`];
}
