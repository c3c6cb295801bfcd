import { ask, deliver, finishWork, messagesFor, reportBlocked, reportProgress } from '../../core/decide/agent.ts';
import { withKeptAnswers } from '../../core/decide/conventions.ts';
import type { Decision } from '../../core/decide/decision.ts';
import { explainReasons, summariseVerdict } from '../../core/words/explain-verdict.ts';
import { Fault } from '../../core/fault.ts';
import { type Message, type Session, heldMessages, openQuestions } from '../../core/model/session.ts';
import { leadWaits } from '../../core/rules/lead.ts';
import { targetRedWords, waitsForTarget } from '../../core/rules/target-red.ts';
import type { World } from '../../core/model/world.ts';
import type { Result } from '../../wire/requests.ts';
import type { Answers, Client } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { keepEvidence } from '../evidence/keep-evidence.ts';
import type { SnapshotWatch } from '../snapshot-watch.ts';
import { propose } from './propose.ts';
import { decided } from './tasks.ts';

type Names =
  | 'agent/hook'
  | 'agent/ask'
  | 'agent/inbox'
  | 'agent/done'
  | 'agent/blocked'
  | 'agent/progress'
  | 'agent/propose';

/** What one session's agent may say, on the session's own socket. */
export function agentAnswers(crew: Crew, id: number, snapshots: SnapshotWatch): Answers<Names> {
  const { ledger } = crew;
  const waits: Waits = { id, calls: 0, questions: new Set() };
  const decide = (decision: (session: Session) => Decision) => ledger.decide(() => decision(ledger.session(id)));
  return {
    'agent/ask': async ({ request, questions, wait }, client) => {
      crew.conventions.look(ledger.session(id).repo);
      ledger.decide((world) => withKeptAnswers(world, ask(ledger.session(id), { request, questions })));
      const numbers = askedBy(ledger.session(id), request);
      if (!wait) return { questions: numbers, answers: null };
      return {
        questions: numbers,
        answers: await answersTo(crew, { waits, numbers, client, request }),
      };
    },
    'agent/inbox': async ({ request, wait }, client) => {
      let messages = takeMessages(crew, { waits, request });
      if (messages.length === 0 && wait) refuseToHoldPlace(ledger.world, ledger.session(id));
      if (messages.length === 0 && wait) messages = await nextMessages(crew, { waits, client, request });
      return { messages: messages.map((message) => message.text) };
    },
    'agent/done': async ({ request, summary, evidence, waitMs }, client) => {
      const known = ledger.session(id);
      if (!known.requests.includes(request)) {
        const verdict = await snapshots.verdictOnSame(known);
        if (verdict !== null) return tellVerdict(crew, { id, request });
        if (await snapshots.isBehind(known)) return tooLate;
      }
      const handedIn = known.requests.includes(request) ? [] : await keepEvidence(crew, known, evidence);
      decide((session) => finishWork(session, { request, summary, evidence: handedIn }));
      // The reasons are this call's: an agent that takes messages at any time would get them once more.
      return whileWaiting(crew, waits, async () => {
        if (!(await judged(crew, { id, waitMs, client }))) return stillRunning;
        return tellVerdict(crew, { id, request });
      });
    },
    'agent/hook': async ({ request, event }, client) => ({
      reply: await crew.channels.hook(id, event, { request, gone: client.gone }),
    }),
    'agent/blocked': ({ request, reason }) => decided(decide((session) => reportBlocked(session, { request, reason }))),
    'agent/propose': (order) => propose(crew, id, order),
    'agent/progress': ({ request, text }) => decided(decide((session) => reportProgress(session, { request, text }))),
  };
}

/** A lead that waited inside a call would hold the place that its own tasks need. @throws Fault 'refused' */
function refuseToHoldPlace(world: World, session: Session): void {
  const waits = leadWaits(world, session);
  if (waits === null || openQuestions(session).length > 0) return;
  throw new Fault({
    code: 'refused',
    message: `you wait for ${waits}, and hold a place that they may need`,
    hint: 'end your turn (a plain command: exit): you go on with their results',
  });
}

/** The calls of one session's agent that wait now, and the questions whose answers they wait for. */
interface Waits {
  readonly id: number;
  calls: number;
  readonly questions: Set<number>;
}

interface Waiting {
  readonly waits: Waits;
  readonly client: Client;
  readonly request: string;
}

/**
 * Waits inside the agent's call; meanwhile the session is known to wait, and nothing is sent to the agent in another way.
 * What `wait` comes to is therefore handed over in it.
 */
async function whileWaiting<Value>(crew: Crew, waits: Waits, wait: () => Promise<Value>): Promise<Value> {
  const note = (waiting: boolean) => {
    const known = crew.ledger.session(waits.id).run?.waiting ?? waiting;
    if (known !== waiting) crew.ledger.append({ type: 'agent.waited', session: waits.id, waiting });
  };
  waits.calls += 1;
  note(true);
  try {
    return await wait();
  } finally {
    waits.calls -= 1;
    if (waits.calls === 0) note(false);
  }
}

async function answersTo(
  crew: Crew,
  { waits, numbers, client, request }: Waiting & { numbers: readonly number[] },
): Promise<{ question: number; text: string }[]> {
  const { id } = waits;
  const settled = (world: World) => {
    const own = world.sessions[id]?.questions.filter((question) => numbers.includes(question.number));
    return own?.every((question) => question.sent || question.withdrawn) === true ? true : null;
  };
  let others: number[] = [];
  const take = () => {
    const { messages } = crew.ledger.session(id);
    const answering = messages.filter((message) => message.questions.some((number) => numbers.includes(number)));
    crew.ledger.decide(() => deliver(crew.ledger.session(id), { messages: answering, by: 'wait', request }));
    // One message may also answer what an earlier call asked: it is handed over once, so all of it is handed over here,
    // but for what another call waits for and prints itself.
    const taken = crew.ledger.session(id).messages.filter((message) => message.delivered?.request === request);
    others = taken.flatMap((message) => message.questions).filter((number) => !waits.questions.has(number));
  };
  for (const number of numbers) waits.questions.add(number);
  try {
    if (settled(crew.ledger.world) !== null) take();
    else {
      await whileWaiting(crew, waits, async () => {
        await crew.ledger.until(settled, client.gone);
        take();
      });
    }
  } finally {
    for (const number of numbers) waits.questions.delete(number);
  }
  const { questions } = crew.ledger.session(id);
  return [...numbers, ...others].flatMap((number) => {
    const question = questions.find((each) => each.number === number);
    if (question === undefined || question.answer === null) return [];
    const { text } = question.answer;
    return [{ question: number, text: numbers.includes(number) ? text : `${question.text} -> ${text}` }];
  });
}

/** What an inbox call would take: what it took before, or all that is held; an answer that another call waits for is that call's. */
function messagesToTake(session: Session, { waits, request }: Omit<Waiting, 'client'>): readonly Message[] {
  const isFree = (message: Message) => !message.questions.some((number) => waits.questions.has(number));
  return messagesFor(session, request).filter((message) => message.delivered !== null || isFree(message));
}

/** Takes them at once, so that no other call gets them too. */
function takeMessages(crew: Crew, call: Omit<Waiting, 'client'>): readonly Message[] {
  const session = crew.ledger.session(call.waits.id);
  const messages = messagesToTake(session, call);
  crew.ledger.decide(() => deliver(session, { messages, by: 'inbox', request: call.request }));
  return messages;
}

/** Waits until there is something to take, and takes it. */
function nextMessages(crew: Crew, call: Waiting): Promise<readonly Message[]> {
  const isThere = (world: World) => {
    const session = world.sessions[call.waits.id];
    return session !== undefined && messagesToTake(session, call).length > 0 ? true : null;
  };
  return whileWaiting(crew, call.waits, async () => {
    for (;;) {
      await crew.ledger.until(isThere, call.client.gone);
      const messages = takeMessages(crew, call);
      // Another call that waited may have been quicker: then this one waits on.
      if (messages.length > 0) return messages;
    }
  });
}

const stillRunning: Result<'agent/done'> = {
  outcome: 'running',
  text: 'the gate is still running; its verdict comes with signalbox inbox',
};

const tooLate: Result<'agent/done'> = {
  outcome: 'red',
  text: 'the work was handed in before and waits for the person as it was then: what you changed since is not judged and does not land',
};

/** Waits for the gate that is running or about to; false when the caller's patience ends first. */
async function judged(
  crew: Crew,
  { id, waitMs, client }: { id: number; waitMs: number | null; client: Client },
): Promise<boolean> {
  const signal = waitMs === null ? client.gone : AbortSignal.any([client.gone, AbortSignal.timeout(waitMs)]);
  try {
    await crew.ledger.until((world) => {
      const session = world.sessions[id];
      return session?.state === 'checking' && !waitsForTarget(session) ? null : true;
    }, signal);
    return true;
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    return false;
  }
}

/** The verdict as the call's answer; the reasons have then reached the agent and are not in its inbox as well. */
function tellVerdict(crew: Crew, { id, request }: { id: number; request: string }): Result<'agent/done'> {
  const session = crew.ledger.session(id);
  const messages = heldMessages(session).filter((message) => message.kind === 'red');
  crew.ledger.decide(() => deliver(session, { messages, by: 'wait', request }));
  return verdictText(crew.ledger.session(id));
}

function verdictText(session: Session): Result<'agent/done'> {
  const { verdict, state } = session;
  if (state === 'ready' || state === 'reviewing' || state === 'landing' || state === 'landed') {
    return { outcome: 'green', text: verdict === null ? 'done' : summariseVerdict(verdict) };
  }
  if (verdict?.kind === 'red') return { outcome: 'red', text: explainReasons(verdict) };
  if (verdict !== null && waitsForTarget(session))
    return {
      outcome: 'running',
      text: `${targetRedWords(verdict)}, not by this work: it is judged again when that moves`,
    };
  return { outcome: 'red', text: session.reason ?? `the session is ${state}` };
}

function askedBy(session: Session, request: string): number[] {
  return session.questions.filter((question) => question.request === request).map((question) => question.number);
}
