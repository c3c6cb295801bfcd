import type { Dashboard } from './dashboard.ts';
import { modesOf } from './modes-of.ts';

/** A program that asked for it is told whether a person looks at it, as when a terminal's window gets the focus. */
export function tellFocus(dashboard: Dashboard, screen: number, focused: boolean): void {
  if (modesOf(dashboard, screen).focus) dashboard.typed.push(screen, Buffer.from(focused ? '\x1b[I' : '\x1b[O'));
}
