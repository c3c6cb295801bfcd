import { heldMessages } from '../../src/core/model/session.ts';
import { type Effect, wanted } from '../../src/core/rules/wanted.ts';
import { carryOutLanding } from './landings.ts';
import type { Story } from './worlds.ts';

/** More steps than any of the worlds here needs to come to rest. */
const most = 600;

/** Carries one effect out; what has to do with gates and landings with any result. */
export function carryOut(story: Story, effect: Effect, luck: number): void {
  if (isLanding(effect)) carryOutLanding(story, effect, luck);
  else end(story, effect);
}

/** Carries out what is wanted, with the same verdict each time, until nothing is; gives what is wanted still after very long. */
export function settle(story: Story, verdict: number): string[] {
  for (let step = 0; step < most; step += 1) {
    const effects = wanted(story.world);
    const [effect] = effects.toSorted((a, b) => Number(isEnd(b)) - Number(isEnd(a)));
    if (effect === undefined) return [];
    const before = story.world.seq;
    carryOut(story, effect, isLanding(effect) ? settling(story, effect, verdict) : 0);
    if (story.world.seq === before) throw new Error(`${effect.key} came to nothing`);
  }
  return wanted(story.world).map(({ key }) => key);
}

function isEnd({ kind }: Effect): boolean {
  return kind === 'agent.end' || kind === 'terminal.end';
}

type LandingEffect = Parameters<typeof carryOutLanding>[1];

function isLanding(effect: Effect): effect is LandingEffect {
  return ['gate.run', 'batch.run', 'landing.carry-out', 'batch.carry-out', 'pull-request.carry-out'].includes(
    effect.kind,
  );
}

/** The same verdict each time, red and green in turn of batches, and what lands lands. */
function settling(story: Story, { kind }: LandingEffect, verdict: number): number {
  if (kind === 'gate.run') return 10 + verdict;
  if (kind === 'batch.run') return story.world.seq % 2 === 0 ? 1 : 3;
  return 4;
}

/** Everything else comes to its end. */
function end(story: Story, effect: Exclude<Effect, LandingEffect>): void {
  const session = story.session(effect.session);
  const about = { session: session.id };
  switch (effect.kind) {
    case 'worktree.prepare':
      if (session.worktree === null)
        story.happened({ type: 'worktree.created', ...about, path: 'p', branch: 'b', base: 't' });
      else story.happened({ type: 'setup.finished', ...about });
      return;
    case 'agent.run':
      if (session.run?.phase === 'wanted') story.started(session.id);
      else story.exited(session.id);
      return;
    case 'agent.end':
      story.exited(session.id, null);
      return;
    case 'message.deliver': {
      const messages = session.messages.filter(({ sending }) => sending !== null).map(({ number }) => number);
      const held = heldMessages(session).map(({ number }) => number);
      if (messages.length > 0)
        story.happened({ type: 'message.delivered', ...about, messages, by: 'adapter', request: 'm' });
      else story.happened({ type: 'message.sending', ...about, messages: held, request: 'm' });
      return;
    }
    case 'dialog.answer':
      story.happened({ type: 'dialog.answered', ...about, dialog: effect.dialog });
      return;
    case 'terminal.run':
    case 'terminal.end':
      story.happened({
        type: 'terminal.ended',
        ...about,
        terminal: effect.terminal,
        exit: 0,
        signal: null,
        screen: [],
      });
      return;
  }
}
