import { say } from '../state/store.ts';
import type { Dashboard } from './dashboard.ts';

/** Leaves the mouse to the terminal, so that its own selection works, or takes it back. */
export function toggleMouse({ store }: Pick<Dashboard, 'store'>): void {
  const mouse = !store.getState().mouse;
  store.setState({ mouse });
  say(store, mouse ? 'the mouse acts here again' : 'the mouse is left to the terminal: its own selection works');
}
