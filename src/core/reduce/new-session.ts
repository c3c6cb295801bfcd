import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';

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
    conversation: null,
    forgotten: 0,
    observations: [],
    lastWords: null,
    summary: null,
    evidence: [],
    progress: null,
    gate: null,
    verdict: null,
    approval: null,
    landing: null,
    landed: null,
    outlook: null,
    undoes: null,
    undoneBy: null,
    toldClashes: [],
    ports: null,
    diskBytes: null,
    kept: null,
    reason: null,
    readyAt: null,
    deferredAt: null,
    change: { files: 0, added: 0, removed: 0 },
    requests: [],
    terminals: [],
    endedTerminal: null,
    endedJobs: [],
    rank: event.session,
    spent: {},
    comments: [],
    marks: {},
    reviewed: null,
    lookedAt: null,
    proposals: [],
    causes: [],
    breakdowns: 0,
    history: [{ at, what: 'queued' }],
  };
}

/** A session that takes a landing back: nobody works on it, the gate judges it at once. */
export function newUndo(event: Extract<Event, { type: 'undo.asked' }>, at: number): Session {
  const { session, repo, task, undoes, snapshot } = event;
  return {
    ...newSession({ type: 'task.created', session, repo, task }, at),
    state: 'checking',
    startedAt: at,
    undoes: { session: undoes, snapshot },
    history: [{ at, what: `takes the landing of #${undoes} back` }],
  };
}
