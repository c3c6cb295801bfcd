import type { Event } from '../events.ts';
import type { Session } from '../session.ts';

/** A session as it stands when its task has just been made. */
export function newSession(event: Extract<Event, { type: 'task.created' }>, at: number): Session {
  return {
    id: event.session,
    repo: event.repo,
    task: event.task,
    state: 'queued',
    since: at,
    createdAt: at,
    startedAt: null,
    queuedAs: 'start',
    round: 1,
    reds: 0,
    lastRed: null,
    runs: 0,
    run: null,
    ending: null,
    exit: null,
    worktree: null,
    prepared: false,
    questions: [],
    messages: [],
    summary: null,
    evidence: [],
    progress: null,
    gate: null,
    verdict: null,
    approval: null,
    landing: null,
    landed: null,
    reason: null,
    readyAt: null,
    deferredAt: null,
    change: { files: 0, added: 0, removed: 0 },
    requests: [],
    terminals: [],
    endedTerminal: null,
    breakdowns: 0,
    history: [{ at, what: 'queued' }],
  };
}
