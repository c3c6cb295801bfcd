import { expect } from 'vitest';
import { placesTaken, waitsFor } from '../../src/core/rules/admission.ts';
import { recordedSchema } from '../../src/core/model/events.ts';
import { reduce } from '../../src/core/reduce.ts';
import { type Session, isForgotten, openDialogs } from '../../src/core/model/session.ts';
import { jobsOf, mostJobs } from '../../src/core/rules/jobs.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { type World, emptyWorld, sessionsOf, worldSchema } from '../../src/core/model/world.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import type { Story } from './worlds.ts';

/** What holds after every step, whatever it was. */
export function check(story: Story, before: World): void {
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
    checkBeside(session, before.sessions[session.id]);
    // Answers and questions are only ever added to.
    const old = before.sessions[session.id];
    expect(session.questions.length).toBeGreaterThanOrEqual(old?.questions.length ?? 0);
    for (const question of old?.questions ?? []) {
      if (question.answer !== null) expect(session.questions[question.number - 1]?.answer).toEqual(question.answer);
    }
  }
}

/** Jobs are bounded and named apart, and what an agent knew that was reset is never taken up again. */
function checkBeside(session: Session, old: Session | undefined): void {
  const names = jobsOf(session).map((job) => job.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeLessThanOrEqual(mostJobs);
  expect(session.endedJobs.length).toBeLessThanOrEqual(mostJobs);
  if (isForgotten(session)) expect(session.conversation).toBeNull();
  if (old?.ending?.why !== 'reset' || old.state === 'queued') return;
  // Its place goes over to its fresh start, which is one.
  if (session.state === 'working' || session.state === 'asking') expect(session.run).not.toBeNull();
  expect(session.runs - old.runs).toBeLessThanOrEqual(1);
}

/** Each reset gives one hand-over, and nothing else does. */
export function checkResets(story: Story): void {
  const resets = story.log.filter(({ event }) => event.type === 'session.reset').length;
  const given = sessionsOf(story.world).flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'hand-over'));
  expect(given).toHaveLength(resets);
}

/** The journal's replay, through JSON as on disk and on the wire, is the world. */
export function checkReplay(story: Story): void {
  const replayed = story.log.reduce(
    (world, recorded) => reduce(world, recordedSchema.parse(JSON.parse(JSON.stringify(recorded)))),
    emptyWorld,
  );
  expect(replayed).toEqual(story.world);
  expect(worldSchema.parse(JSON.parse(JSON.stringify(story.world)))).toEqual(story.world);
}

/** What landed had passed, with all that a person must know acknowledged; each once, and each commit once. */
export function checkLandings(story: Story): void {
  const landed = new Map<number, number>();
  let world = emptyWorld;
  for (const recorded of story.log) {
    const { event } = recorded;
    if (event.type === 'landing.finished') {
      const { verdict, approval, landing, state } = world.sessions[event.session] ?? {};
      expect(state).toBe('landing');
      landed.set(event.session, (landed.get(event.session) ?? 0) + 1);
      if (event.commit !== null) expect(verdict && approval && passed(verdict, approval.acknowledged)).toBeDefined();
      // One that was begun is git's to decide; the branch may have gone on behind it.
      if (event.commit !== null && landing?.pullRequest === null && landing.intent === null)
        expect(verdict?.target).toBe(world.repos['r']?.targetCommit);
    }
    world = reduce(world, recorded);
  }
  expect([...landed.values()].every((times) => times === 1)).toBe(true);
}
