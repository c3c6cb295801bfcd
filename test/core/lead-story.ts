import { waitsFor } from '../../src/core/rules/admission.ts';
import type { Story } from './worlds.ts';

/** Where a session stands, and what it waits for. */
export function stateOf(story: Story, id: number): [state: string, waits: string | null] {
  const session = story.session(id);
  return [session.state, waitsFor(story.world, session)];
}
