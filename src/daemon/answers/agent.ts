import { ask, deliver, finishWork, messagesFor, reportBlocked, reportProgress } from '../../core/decide/agent.ts';
import type { Decision } from '../../core/decide/decision.ts';
import { explainReasons, summariseVerdict } from '../../core/explain-verdict.ts';
import { type Message, type Session, heldMessages } from '../../core/session.ts';
import type { World } from '../../core/world.ts';
import type { Result } from '../../wire/requests.ts';
import type { Answers, Client } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import type { SnapshotWatch } from '../snapshot-watch.ts';
import { decided } from './tasks.ts';

type Names = 'agent/ask' | 'agent/inbox' | 'agent/done' | 'agent/blocked' | 'agent/progress';

/** What one session's agent may say, on the session's own socket. */
export function agentAnswers(crew: Crew, id: number, snapshots: SnapshotWatch): Answers<Names> {
  const { ledger } = crew;
  const decide = (decision: (session: Session) => Decision) => ledger.decide(() => decision(ledger.session(id)));
  return {
    'agent/ask': async ({ request, questions, wait }, client) => {
      decide((session) => ask(session, { request, questions }));
      const numbers = askedBy(ledger.session(id), request);
      if (!wait) return { questions: numbers, answers: null };
      return { questions: numbers, answers: await answersTo(crew, { id, numbers, client, request }) };
    },
    'agent/inbox': async ({ request, wait }, client) => {
      const taken = messagesFor(ledger.session(id), request);
      const messages = taken.length === 0 && wait ? await nextMessages(crew, { id, client }) : taken;
      decide((session) => deliver(session, { messages, by: 'inbox', request }));
      return { messages: messages.map((message) => message.text) };
    },
    'agent/done': async ({ request, summary, evidence, waitMs }, client) => {
      const known = ledger.session(id);
      if (!known.requests.includes(request)) {
        const verdict = await snapshots.verdictOnSame(known);
        if (verdict !== null) return verdictText(ledger.session(id));
      }
      decide((session) => finishWork(session, { request, summary, evidence }));
      return verdictFor(crew, { id, waitMs, client });
    },
    'agent/blocked': ({ request, reason }) => decided(decide((session) => reportBlocked(session, { request, reason }))),
    'agent/progress': ({ request, text }) => decided(decide((session) => reportProgress(session, { request, text }))),
  };
}

interface Waiting {
  readonly id: number;
  readonly client: Client;
}

/** Waits inside the agent's call; meanwhile the session is known to wait. */
async function whileWaiting<Value>(
  crew: Crew,
  { id, client }: Waiting,
  find: (world: World) => Value | null,
): Promise<Value> {
  const at = find(crew.ledger.world);
  if (at !== null) return at;
  crew.ledger.append({ type: 'agent.waited', session: id, waiting: true });
  try {
    return await crew.ledger.until(find, client.gone);
  } finally {
    if (crew.ledger.session(id).run?.waiting === true)
      crew.ledger.append({ type: 'agent.waited', session: id, waiting: false });
  }
}

async function answersTo(
  crew: Crew,
  { id, numbers, client, request }: Waiting & { numbers: readonly number[]; request: string },
): Promise<{ question: number; text: string }[]> {
  const session = await whileWaiting(crew, { id, client }, (world) => {
    const now = world.sessions[id];
    const settled = now?.questions.every(
      (question) => !numbers.includes(question.number) || question.sent || question.withdrawn,
    );
    return now !== undefined && settled === true ? now : null;
  });
  const messages = session.messages.filter((message) => message.questions.some((number) => numbers.includes(number)));
  crew.ledger.decide(() => deliver(crew.ledger.session(id), { messages, by: 'wait', request }));
  return session.questions
    .filter((question) => numbers.includes(question.number) && question.answer !== null)
    .map((question) => ({ question: question.number, text: question.answer?.text ?? '' }));
}

function nextMessages(crew: Crew, waiting: Waiting): Promise<readonly Message[]> {
  return whileWaiting(crew, waiting, (world) => {
    const session = world.sessions[waiting.id];
    const held = session === undefined ? [] : heldMessages(session);
    return held.length > 0 ? held : null;
  });
}

/** The verdict of the gate that is running or about to; `running` when the caller's patience ends first. */
async function verdictFor(
  crew: Crew,
  { id, waitMs, client }: Waiting & { waitMs: number | null },
): Promise<Result<'agent/done'>> {
  const signal = waitMs === null ? client.gone : AbortSignal.any([client.gone, AbortSignal.timeout(waitMs)]);
  try {
    await crew.ledger.until((world) => (world.sessions[id]?.state === 'checking' ? null : true), signal);
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    return { outcome: 'running', text: 'the gate is still running; its verdict comes with signalbox inbox' };
  }
  return verdictText(crew.ledger.session(id));
}

function verdictText(session: Session): Result<'agent/done'> {
  const { verdict, state } = session;
  if (state === 'ready' || state === 'reviewing' || state === 'landing' || state === 'landed') {
    return { outcome: 'green', text: verdict === null ? 'done' : summariseVerdict(verdict) };
  }
  if (verdict?.kind === 'red') return { outcome: 'red', text: explainReasons(verdict) };
  return { outcome: 'red', text: session.reason ?? `the session is ${state}` };
}

function askedBy(session: Session, request: string): number[] {
  return session.questions.filter((question) => question.request === request).map((question) => question.number);
}
