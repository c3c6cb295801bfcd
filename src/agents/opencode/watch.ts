import type { DialogQuestion, Report } from '../../core/model/report.ts';
import { permissionQuestion, toolQuestions } from './dialogs.ts';
import { brokenOff, endOfTurn } from './end-of-turn.ts';
import type { AgentError, Conversation, Event, FullMessage, Part, Permission, Questions, Status } from './events.ts';

/** A request that waits for the person. */
export type Open =
  | { readonly kind: 'permission'; readonly request: Permission }
  | { readonly kind: 'question'; readonly request: Questions };

interface Turn {
  readonly number: number;
  readonly open: boolean;
  readonly error: AgentError | null;
  /** Its model does not answer. Each new try is busy for a moment, which is no sign of an answer. */
  readonly retrying: boolean;
}

/** What is known of a running opencode. Only the main conversation's turns are the agent's; others are its helpers'. */
export interface Watch {
  /** Conversations from before this start are history. */
  readonly startedAt: number;
  /** The conversation that the person sees: the one that was started or resumed, or begun since in the terminal. */
  readonly main: string | null;
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** Subagents at work. */
  readonly helpers: ReadonlySet<string>;
  readonly dialogs: ReadonlyMap<string, Open>;
  /** A turn is under way whose end is still to be told. `number` tells one from the next. */
  readonly turn: Turn;
  /** The prompt that is being taken: its text is still to come. */
  readonly prompt: { readonly id: string; readonly at: number; readonly told: boolean } | null;
  /** The last message whose turn's end was told. */
  readonly told: string | null;
}

/** What is looked up on each new connection. */
export interface Snapshot {
  readonly conversations: readonly Conversation[];
  readonly statuses: Readonly<Record<string, Status>>;
  readonly open: readonly Open[];
}

/** What comes of one thing that was seen. */
export interface Seen {
  readonly watch: Watch;
  readonly reports: readonly Report[];
  /** The conversation whose last message must be read to know how its turn ended. */
  readonly read: { readonly conversation: string; readonly turn: number } | null;
  /** Requests whose turn is over: nobody waits for them, but opencode still shows them. */
  readonly dead: readonly Open[];
}

export function newWatch(start: { startedAt: number; main: string | null; told: string | null }): Watch {
  return {
    ...start,
    conversations: new Map(),
    helpers: new Set(),
    dialogs: new Map(),
    turn: { number: 0, open: false, error: null, retrying: false },
    prompt: null,
  };
}

/** The server was looked at as a whole: what was missed is made up for. `known`: dialogs that are open for our side. */
export function seeSnapshot(before: Watch, { conversations, statuses, open }: Snapshot, known: Iterable<string>): Seen {
  const main = mainOf(before, { conversations, statuses });
  const helpers = conversations.filter(({ id, parentID }) => parentID !== undefined && !isIdle(statuses[id]));
  const watch: Watch = {
    ...before,
    main,
    conversations: new Map(conversations.map((each) => [each.id, each])),
    helpers: new Set(helpers.map(({ id }) => id)),
    dialogs: new Map(open.map((each) => [each.request.id, each])),
  };
  const gone = [...new Set([...known, ...before.dialogs.keys()])].filter((dialog) => !watch.dialogs.has(dialog));
  const reports: Report[] = [
    ...(main === null || main === before.main ? [] : [{ kind: 'conversation', id: main } as const]),
    ...gone.map((dialog) => closed(dialog, 'terminal', 'not among GET /permission and /question')),
    ...open.map((each) => opened(watch, each)),
    subWork(watch),
  ];
  if (main === null) return { watch, reports, read: null, dead: [] };
  const status = seeStatus(watch, main, statuses[main] ?? { type: 'idle' });
  // A turn may have ended while nobody listened.
  const read = status.read ?? (isIdle(statuses[main]) ? { conversation: main, turn: watch.turn.number } : null);
  return { ...status, reports: [...reports, ...status.reports], read };
}

function isIdle(status: Status | undefined): boolean {
  return status === undefined || status.type === 'idle';
}

function mainOf(
  before: Watch,
  { conversations, statuses }: Pick<Snapshot, 'conversations' | 'statuses'>,
): string | null {
  const roots = conversations.filter(
    ({ id, parentID, time }) => parentID === undefined && (id === before.main || time.created >= before.startedAt),
  );
  const latest = roots.toSorted(
    (a, b) =>
      Number(!isIdle(statuses[b.id])) - Number(!isIdle(statuses[a.id])) ||
      (b.time.updated ?? b.time.created) - (a.time.updated ?? a.time.created),
  )[0];
  return latest?.id ?? before.main;
}

/** `closer`: who has closed a dialog that is said to be closed. */
export function seeEvent(watch: Watch, event: Event, closer: 'terminal' | 'agent'): Seen {
  switch (event.type) {
    case 'session.created':
      return seeConversation(watch, event.properties.info);
    case 'session.status':
      return seeStatus(watch, event.properties.sessionID, event.properties.status);
    case 'session.error': {
      const { sessionID, error } = event.properties;
      if (sessionID !== watch.main || error === undefined) return nothing(watch);
      if (watch.turn.open) return nothing({ ...watch, turn: { ...watch.turn, error } });
      // A turn that could not even begin.
      return { ...nothing(watch), reports: [brokenOff(error)] };
    }
    case 'message.updated': {
      const { role, sessionID, id, time } = event.properties.info;
      const since = watch.prompt?.at ?? watch.startedAt;
      if (role !== 'user' || !isRoot(watch, sessionID) || time.created < since || id === watch.prompt?.id)
        return nothing(watch);
      // Whatever conversation the person goes on with in the terminal is the agent's from now on.
      const moved = sessionID === watch.main ? nothing(watch) : moveTo(watch, sessionID);
      return { ...moved, watch: { ...moved.watch, prompt: { id, at: time.created, told: false } } };
    }
    case 'message.part.updated':
      return seePart(watch, event.properties.part);
    case 'permission.asked':
      return seeOpen(watch, { kind: 'permission', request: event.properties });
    case 'question.asked':
      return seeOpen(watch, { kind: 'question', request: event.properties });
    case 'permission.replied':
    case 'question.replied':
    case 'question.rejected': {
      const { requestID } = event.properties;
      if (!watch.dialogs.has(requestID)) return nothing(watch);
      return { ...nothing(without(watch, requestID)), reports: [closed(requestID, closer, event.type)] };
    }
  }
}

/** The last message of a conversation whose turn is over, as it was asked for by `read`. */
export function seeLast(watch: Watch, last: FullMessage | null, turn: number): Seen {
  const { main } = watch;
  if (watch.turn.number !== turn || main === null) return nothing(watch);
  const id = last?.info.id ?? null;
  const { error } = watch.turn;
  const over: Watch = { ...watch, turn: { ...watch.turn, open: false, error: null, retrying: false } };
  // History, or told before the daemon came back: it only rests.
  const old = last === null || last.info.time.created < watch.startedAt || id === watch.told;
  if (old && error === null) return { ...nothing(over), reports: [rests] };
  const background = [...watch.helpers].map((helper) => title(watch, helper));
  const end = endOfTurn(last, { error, background });
  if (end === null) return { ...nothing(over), reports: [rests] };
  return { ...nothing({ ...over, told: id }), reports: [end] };
}

/** One of our own answers is being taken: its closing is not news. */
export function without(watch: Watch, dialog: string): Watch {
  return { ...watch, dialogs: new Map([...watch.dialogs].filter(([id]) => id !== dialog)) };
}

const works: Report = { kind: 'activity', activity: 'working', words: null, rule: 'session.status busy' };
const rests: Report = { kind: 'activity', activity: 'resting', words: null, rule: 'session.status idle' };

function nothing(watch: Watch): Seen {
  return { watch, reports: [], read: null, dead: [] };
}

function seeConversation(before: Watch, conversation: Conversation): Seen {
  const watch = { ...before, conversations: new Map([...before.conversations, [conversation.id, conversation]]) };
  const first = watch.main === null && conversation.parentID === undefined;
  return first ? moveTo(watch, conversation.id) : nothing(watch);
}

function moveTo(watch: Watch, main: string): Seen {
  const turn = { number: watch.turn.number + 1, open: false, error: null, retrying: false };
  return { ...nothing({ ...watch, main, turn }), reports: [{ kind: 'conversation', id: main }] };
}

function isRoot(watch: Watch, id: string): boolean {
  const known = watch.conversations.get(id);
  return known === undefined ? id === watch.main : known.parentID === undefined;
}

function seeStatus(before: Watch, id: string, status: Status): Seen {
  const idle = status.type === 'idle';
  // No turn waits for these any more: it was broken off.
  const dead = idle ? [...before.dialogs.values()].filter(({ request }) => request.sessionID === id) : [];
  const watch = dead.reduce((each, { request }) => without(each, request.id), before);
  const reports = dead.map(({ request }) => closed(request.id, 'agent', 'session.status idle'));
  if (id !== watch.main) {
    if (watch.conversations.get(id)?.parentID === undefined) return { watch, reports, read: null, dead };
    const others = [...watch.helpers].filter((helper) => helper !== id);
    const after = { ...watch, helpers: new Set(idle ? others : [...others, id]) };
    return { watch: after, reports: [...reports, subWork(after)], read: null, dead };
  }
  if (idle) {
    const read = watch.turn.open ? { conversation: id, turn: watch.turn.number } : null;
    return { watch, reports, read, dead };
  }
  const { number, open } = watch.turn;
  const turn = open ? watch.turn : { number: number + 1, open: true, error: null, retrying: false };
  if (status.type === 'busy')
    return { watch: { ...watch, turn }, reports: turn.retrying ? reports : [...reports, works], read: null, dead };
  const words = `${status.message.split('\n')[0]}, attempt ${status.attempt}`;
  const retries: Report = { kind: 'activity', activity: 'retrying', words, rule: 'session.status retry' };
  return { watch: { ...watch, turn: { ...turn, retrying: true } }, reports: [...reports, retries], read: null, dead };
}

function seePart(watch: Watch, part: Part): Seen {
  if (part.sessionID !== watch.main) return nothing(watch);
  const { prompt } = watch;
  if (prompt !== null && part.messageID === prompt.id) {
    if (prompt.told || part.type !== 'text' || part.synthetic === true) return nothing(watch);
    const text = part.text ?? null;
    const told = { ...watch, prompt: { ...prompt, told: true } };
    return { ...nothing(told), reports: [{ kind: 'prompted', text, rule: 'message.updated of a user' }] };
  }
  if (!watch.turn.open) return nothing(watch);
  const after = { ...watch, turn: { ...watch.turn, retrying: false } };
  if (part.type === 'tool' && part.state?.status === 'running') {
    const words = toolWords(part);
    return { ...nothing(after), reports: [{ kind: 'activity', activity: 'working', words, rule: 'a tool runs' }] };
  }
  return { ...nothing(after), reports: watch.turn.retrying ? [works] : [] };
}

const longestWords = 120;

function toolWords({ tool, state }: Part): string {
  const { command, filePath, pattern, description, url } = state?.input ?? {};
  const subject = [command, filePath, pattern, url, description].find((each) => typeof each === 'string');
  const words = `${tool ?? 'tool'} ${typeof subject === 'string' ? subject : (state?.title ?? '')}`;
  return words.replaceAll(/\s+/g, ' ').trim().slice(0, longestWords);
}

function seeOpen(before: Watch, open: Open): Seen {
  const watch = { ...before, dialogs: new Map([...before.dialogs, [open.request.id, open]]) };
  return { ...nothing(watch), reports: [opened(watch, open)] };
}

function opened(watch: Watch, open: Open): Report {
  const { id, sessionID } = open.request;
  const subagent = sessionID === watch.main ? null : title(watch, sessionID);
  const questions: DialogQuestion[] =
    open.kind === 'permission' ? [permissionQuestion(open.request, subagent)] : toolQuestions(open.request, subagent);
  return { kind: 'dialog-opened', dialog: id, about: open.kind, questions, rule: `${open.kind}.asked` };
}

function closed(dialog: string, by: 'terminal' | 'agent', rule: string): Report {
  return { kind: 'dialog-closed', dialog, by, rule };
}

function title(watch: Watch, id: string): string {
  const known = watch.conversations.get(id)?.title.replace(/ \(@.* subagent\)$/, '') ?? '';
  return known === '' ? 'helper' : known;
}

function subWork(watch: Watch): Report {
  const titles = [...watch.helpers].map((id) => title(watch, id));
  const words =
    titles.length === 0 ? null : `${titles.length} subagent${titles.length > 1 ? 's' : ''}: ${titles.join(', ')}`;
  return { kind: 'sub-work', words, rule: 'session.status of a subagent' };
}
