import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, finishWork, reportBlocked } from '../../src/core/decide/agent.ts';
import type { Decision } from '../../src/core/decide/decision.ts';
import { answerQuestion, sendAnswers } from '../../src/core/decide/questions.ts';
import { approveReview, deferReview, rejectReview, takeReview } from '../../src/core/decide/review.ts';
import { createTask, discardSession, resumeSession, stopSession } from '../../src/core/decide/task.ts';
import { type WantedJob, restartJob, startJob, stopJob } from '../../src/core/decide/jobs.ts';
import { resetSession } from '../../src/core/decide/reset.ts';
import { askUndo } from '../../src/core/decide/undo.ts';
import { closeSideTerminal, openSideTerminal } from '../../src/core/decide/terminals.ts';
import { type Report, activities } from '../../src/core/model/report.ts';
import { type Session, heldMessages } from '../../src/core/model/session.ts';
import { firstTerminal } from '../../src/core/model/terminals.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { sessionsOf } from '../../src/core/model/world.ts';
import { check, checkLandings, checkReplay, checkResets } from './invariants.ts';
import { carryOutLanding } from './landings.ts';
import { checkMeasures } from './measures/measure-invariants.ts';
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
  (story, s) => approveReview(story.world, { id: s.id, acknowledged: ['unchecked', 'flaky', 'findings'] }),
  (story, s) => approveReview(story.world, { id: s.id, acknowledged: ['unchecked', 'flaky', 'findings'] }),
  (story, s, n) => askUndo(story.world, { session: s, snapshot: `undo${n}` }),
  (story, s, n) => answerQuestion(story.world, { id: s.id, question: n, text: 'x' }),
  (story, s) => sendAnswers(story.world, s.id),
  (_story, s, n) =>
    ask(s, { request: `q${n}`, questions: [{ text: '?', options: [], default: null, blocking: n % 2 === 0 }] }),
  (_story, s, n) => finishWork(s, { request: `d${n}`, summary: 's', evidence: [] }),
  (_story, s, n) => reportBlocked(s, { request: `b${n}`, reason: 'why' }),
  (story, s) => openSideTerminal(story.world, { id: s.id, kind: 'shell', file: null, line: null }),
  (story, s, n) => closeSideTerminal(story.world, { id: s.id, terminal: firstTerminal + (n % 4) }),
  (story, s, n) => startJob(story.world, jobOf(s, n)),
  (story, s, n) => startJob(story.world, { ...jobOf(s, n), replace: true, by: 'agent', request: `j${n}` }),
  (story, s, n) => restartJob(story.world, { id: s.id, name: `job${n % 10}`, by: 'person' }),
  (story, s, n) => stopJob(story.world, { id: s.id, name: `job${n % 10}` }),
  (story, s, n) => resetSession(story.world, { id: s.id, note: n % 2 === 0 ? 'afresh' : null, files: [] }),
  (story, s) => resetSession(story.world, { id: s.id, note: null, files: [] }),
];

function jobOf({ id }: Session, n: number): WantedJob {
  return { id, name: `job${n % 10}`, command: `serve ${n}`, replace: false, by: 'person' };
}

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
      story.happened({
        type: 'terminal.ended',
        session: session.id,
        terminal,
        exit: luck % 3,
        signal: null,
        screen: [],
      });
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
    case 'gate.run':
    case 'landing.carry-out':
    case 'batch.run':
    case 'batch.carry-out':
    case 'pull-request.carry-out':
      carryOutLanding(story, effect, luck);
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

const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('effect' as const), fc.nat(20), fc.nat(40)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('report' as const), fc.nat(reports.length - 1), fc.nat(40)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('attempt' as const), fc.nat(attempts.length - 1), fc.nat(40)) },
);

test('whatever people and agents try, in any order: the cap, the one review in hand, the queue and the answers hold', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 160, size: 'max' }),
      fc.integer({ min: 1, max: 4 }),
      (steps, cap) => {
        const config = { batch: { at: 2, slower_than: 1 }, land: cap === 4 ? ('pr' as const) : ('squash' as const) };
        const story = new Story({ cap, reviewLimit: 2, config });
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
        checkLandings(story);
        checkResets(story);
        checkReplay(story);
        checkMeasures(story);
      },
    ),
    { numRuns: 400 },
  );
});
