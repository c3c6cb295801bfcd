import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placesTaken, waitsFor } from '../../src/core/admission.ts';
import { ask, finishWork, reportBlocked } from '../../src/core/decide/agent.ts';
import type { Decision } from '../../src/core/decide/decision.ts';
import { answerQuestion, sendAnswers } from '../../src/core/decide/questions.ts';
import { approveReview, deferReview, rejectReview, takeReview } from '../../src/core/decide/review.ts';
import { createTask, discardSession, resumeSession, stopSession } from '../../src/core/decide/task.ts';
import { closeSideTerminal, openSideTerminal } from '../../src/core/decide/terminals.ts';
import { recordedSchema } from '../../src/core/events.ts';
import { reduce } from '../../src/core/reduce.ts';
import { type Report, activities } from '../../src/core/report.ts';
import { type Session, heldMessages, openDialogs } from '../../src/core/session.ts';
import { firstTerminal } from '../../src/core/terminals.ts';
import { wanted } from '../../src/core/wanted.ts';
import { type World, emptyWorld, sessionsOf, worldSchema } from '../../src/core/world.ts';
import { Story, taskOf } from './worlds.ts';

/** Things a person or an agent may try at any moment, on any session. */
const attempts: ((story: Story, session: Session, n: number) => Decision)[] = [
  (story, _s, n) =>
    createTask(story.world, {
      repo: 'r',
      agents: ['script'],
      task: taskOf({ kind: n % 3 === 0 ? 'judgement' : 'isolated', after: n % 5 === 0 ? [1] : [] }),
    }),
  (story, s) => stopSession(story.world, s.id),
  (story, s) => resumeSession(story.world, { id: s.id, note: 'on' }),
  (story, s) => discardSession(story.world, s.id),
  (story, s) => takeReview(story.world, s.id),
  (story, s) => deferReview(story.world, s.id),
  (story, s) => rejectReview(story.world, { id: s.id, note: 'no', reason: null }),
  (story, s) => approveReview(story.world, { id: s.id, acknowledged: [] }),
  (story, s, n) => answerQuestion(story.world, { id: s.id, question: n, text: 'x' }),
  (story, s) => sendAnswers(story.world, s.id),
  (_story, s, n) =>
    ask(s, { request: `q${n}`, questions: [{ text: '?', options: [], default: null, blocking: n % 2 === 0 }] }),
  (_story, s, n) => finishWork(s, { request: `d${n}`, summary: 's', evidence: [] }),
  (_story, s, n) => reportBlocked(s, { request: `b${n}`, reason: 'why' }),
  (story, s) => openSideTerminal(story.world, { id: s.id, kind: 'shell', file: null, line: null }),
  (story, s, n) => closeSideTerminal(story.world, { id: s.id, terminal: firstTerminal + (n % 4) }),
];

/** Carries one wanted effect out the way the edge might: with any result it can have. */
function carryOut(story: Story, index: number, luck: number): void {
  const effects = wanted(story.world);
  const effect = effects[index % Math.max(1, effects.length)];
  if (effect === undefined) return;
  const session = story.session(effect.session);
  switch (effect.kind) {
    case 'worktree.prepare':
      if (session.worktree === null)
        story.happened({ type: 'worktree.created', session: session.id, path: 'p', branch: 'b', base: 't' });
      else if (luck % 7 === 0) story.happened({ type: 'session.failed', session: session.id, reason: 'set-up failed' });
      else story.happened({ type: 'setup.finished', session: session.id });
      return;
    case 'terminal.run':
    case 'terminal.end': {
      const { terminal } = effect;
      story.happened({ type: 'terminal.ended', session: session.id, terminal, exit: 0, signal: null, screen: [] });
      return;
    }
    case 'agent.run':
      if (session.run?.phase === 'wanted') story.started(session.id, takings[luck % 3]);
      else if (luck % 9 === 0)
        story.happened({ type: 'agent.lost', session: session.id, run: session.runs, why: 'killed', screen: [] });
      else story.exited(session.id, luck % 4 === 0 ? 1 : 0);
      return;
    case 'message.deliver': {
      const held = heldMessages(session).map((message) => message.number);
      const sent = session.messages.filter((message) => message.sending !== null).map((message) => message.number);
      const about = { session: session.id, request: `m${story.world.seq}` };
      if (sent.length === 0) story.happened({ type: 'message.sending', ...about, messages: held });
      else if (luck % 3 === 0) story.happened({ type: 'message.delivered', ...about, messages: sent, by: 'adapter' });
      else
        story.happened({ type: 'message.returned', session: session.id, messages: sent, unconfirmed: luck % 3 === 1 });
      return;
    }
    case 'dialog.answer': {
      const { dialog } = effect;
      if (luck % 2 === 0) story.happened({ type: 'dialog.answered', session: session.id, dialog });
      else story.happened({ type: 'dialog.closed', session: session.id, dialog, by: 'terminal', rule: 'r' });
      return;
    }
    case 'agent.end':
      story.exited(session.id, null);
      return;
    case 'gate.run': {
      const kinds = ['green', 'red', 'green', 'unchecked', 'unchanged', 'infrastructure'] as const;
      const kind = kinds[luck % kinds.length] ?? 'green';
      const reasons = kind === 'red' ? [{ kind: 'conflict' as const, files: ['f'], target: 'main' }] : [];
      story.judged(session.id, { kind, reasons, snapshot: `s${luck}` });
      return;
    }
    case 'landing.carry-out':
      if (session.landing?.intent === null && luck % 3 === 0)
        story.happened({ type: 'landing.outdated', session: session.id, target: `t${story.world.seq}` });
      else if (luck % 3 === 1) story.happened({ type: 'landing.blocked', session: session.id, why: 'dirty' });
      else story.happened({ type: 'landing.finished', session: session.id, commit: `c${story.world.seq}` });
  }
}

const takings = [null, 'when resting', 'any time'] as const;
const dialogQuestion = { text: 'do it?', detail: null, options: ['allow', 'deny'], default: null };

/** Everything an adapter may say, at any moment. */
const reports: ((n: number) => Report)[] = [
  (n) => ({ kind: 'activity', activity: activities[n % activities.length] ?? 'unknown', words: null, rule: 'r' }),
  (n) => ({
    kind: 'dialog-opened',
    dialog: `dialog-${n % 4}`,
    about: 'permission',
    questions: [{ ...dialogQuestion, multiple: false, freeText: true }],
    rule: 'r',
  }),
  (n) => ({ kind: 'dialog-closed', dialog: `dialog-${n % 4}`, by: 'terminal', rule: 'r' }),
  (n) => ({
    kind: 'turn-ended',
    words: n % 3 === 0 ? 'Shall I go on?' : 'Done.',
    background: n % 5 === 0 ? ['a shell'] : [],
    held: n % 2 === 0,
    rule: 'r',
  }),
  () => ({ kind: 'interrupted', rule: 'r' }),
  () => ({ kind: 'turn-failed', reason: 'the model fails', rule: 'r' }),
  () => ({ kind: 'prompted', text: null, rule: 'r' }),
  (n) => ({ kind: 'conversation', id: `c${n}` }),
  (n) => ({ kind: 'sub-work', words: n % 2 === 0 ? null : '2 subagents', rule: 'r' }),
];

function check(story: Story, before: World): void {
  const { world } = story;
  const sessions = sessionsOf(world);
  // Places are never given beyond the cap; nothing but admission takes one.
  expect(placesTaken(world)).toBeLessThanOrEqual(world.cap);
  expect(sessions.filter((session) => session.state === 'reviewing').length).toBeLessThanOrEqual(1);
  expect(world.inHand?.session).toBe(sessions.find((session) => session.state === 'reviewing')?.id);
  const judgement = sessions.filter(
    (session) =>
      session.task.kind === 'judgement' &&
      ['preparing', 'working', 'asking', 'checking', 'ready', 'reviewing', 'landing'].includes(session.state),
  );
  expect(judgement.length).toBeLessThanOrEqual(1);
  for (const session of sessions) {
    if (session.state === 'queued') expect(waitsFor(world, session)).toMatch(/\S/);
    if (session.state === 'stuck' || session.state === 'failed') expect(session.reason).toMatch(/\S/);
    if (session.state === 'working' && session.prepared) expect(session.run).not.toBeNull();
    // Nothing is sent into an open dialog, and no dialog outlives the process that shows it.
    if (openDialogs(session).length > 0) {
      expect(session.run).not.toBeNull();
      expect(['working', 'stuck', 'checking', 'asking', 'ready', 'reviewing', 'landing']).toContain(session.state);
      const sends = wanted(world).some((one) => one.kind === 'message.deliver' && one.session === session.id);
      if (sends) expect(session.messages.some((message) => message.sending !== null)).toBe(true);
    }
    // What was handed over stays so.
    for (const message of before.sessions[session.id]?.messages ?? [])
      if (message.delivered !== null) expect(session.messages[message.number - 1]).toEqual(message);
    // Answers and questions are only ever added to.
    const old = before.sessions[session.id];
    expect(session.questions.length).toBeGreaterThanOrEqual(old?.questions.length ?? 0);
    for (const question of old?.questions ?? []) {
      if (question.answer !== null) expect(session.questions[question.number - 1]?.answer).toEqual(question.answer);
    }
  }
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('effect' as const), fc.nat(20), fc.nat(40)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('report' as const), fc.nat(reports.length - 1), fc.nat(40)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('attempt' as const), fc.nat(attempts.length - 1), fc.nat(40)) },
);

test('whatever people and agents try, in any order: the cap, the one review in hand, the queue and the answers hold', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), fc.integer({ min: 1, max: 4 }), (steps, cap) => {
      const story = new Story({ cap, reviewLimit: 2 });
      for (const _ of [1, 2, 3]) story.task();
      for (const [what, index, n] of steps) {
        const before = story.world;
        const sessions = sessionsOf(before);
        const session = sessions[n % sessions.length];
        if (what === 'effect') carryOut(story, index, n);
        else if (what === 'report') {
          const report = reports[index]?.(n);
          if (session !== undefined && report !== undefined) story.reported(session.id, report);
        } else if (session !== undefined) {
          const decision = attempts[index]?.(story, session, n);
          if (decision !== undefined && 'refused' in decision) expect(decision.refused.message).toMatch(/\S/);
          else if (decision !== undefined) story.decided(decision);
        }
        check(story, before);
      }
      // The journal's replay, through JSON as on disk and on the wire, is the world.
      const replayed = story.log.reduce(
        (world, recorded) => reduce(world, recordedSchema.parse(JSON.parse(JSON.stringify(recorded)))),
        emptyWorld,
      );
      expect(replayed).toEqual(story.world);
      expect(worldSchema.parse(JSON.parse(JSON.stringify(story.world)))).toEqual(story.world);
    }),
    { numRuns: 200 },
  );
});
