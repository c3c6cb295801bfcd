import { Fault } from '../../core/fault.ts';
import { parseKeyName } from '../../tty/keys/key-names.ts';
import { type Action, type Scope, keymap } from './keymap.ts';
import type { KeymapRow } from './keymap-row.ts';

/** A row of the keymap with the person's overrides applied. */
export interface Binding {
  readonly scope: Scope;
  readonly keys: readonly string[];
  readonly action: Action;
  readonly does: string;
  /** The footer's word. */
  readonly short: string | null;
}

/** All bindings of this run. */
export type Bindings = readonly Binding[];

/**
 * The keymap with the person's overrides, action to key. Throws a `Fault` 'config' for an unknown action, for what is
 * no key, and for a key that would mean two things in one scope.
 */
export function makeBindings(overrides: Readonly<Record<string, string>> = {}): Bindings {
  const known = new Set<string>(keymap.map((row) => row.action));
  for (const action of Object.keys(overrides)) {
    if (!known.has(action)) {
      const hint = `the actions are: ${keymap.map((row) => row.action).join(', ')}`;
      throw new Fault({ code: 'config', message: `keys: there is no action ${action}`, hint });
    }
  }
  const bindings = keymap.map((row: KeymapRow & { scope: Scope; action: Action }): Binding => {
    const override = overrides[row.action];
    const keys = override === undefined ? row.keys : [parseKey(row.action, override)];
    return { scope: row.scope, keys, action: row.action, does: row.does, short: row.short ?? null };
  });
  refuseConflicts(bindings);
  return bindings;
}

function parseKey(action: Action, written: string): string {
  const name = parseKeyName(written);
  if (name !== undefined) return name === 'space' ? ' ' : name;
  const hint = 'write a character, or a name like enter, f5, ctrl-x or shift-tab';
  throw new Fault({ code: 'config', message: `keys: ${written} (for ${action}) names no key`, hint });
}

function refuseConflicts(bindings: Bindings): void {
  const taken = new Map<string, Action>();
  for (const { scope, keys, action } of bindings) {
    for (const key of keys) {
      const place = `${scope} ${key}`;
      const other = taken.get(place);
      if (other !== undefined) {
        const message = `keys: ${key} would mean both ${other} and ${action}`;
        throw new Fault({ code: 'config', message, hint: 'give one of them another key' });
      }
      taken.set(place, action);
    }
  }
}

/** What a key means: the first scope that knows it wins, so scopes are given innermost first. */
export function findAction(bindings: Bindings, scopes: readonly Scope[], key: string): Action | null {
  for (const scope of scopes) {
    const found = bindings.find((binding) => binding.scope === scope && binding.keys.includes(key));
    if (found !== undefined) return found.action;
  }
  return null;
}

/** The first key of an action, as the footer and sentences show it. */
export function keyOf(bindings: Bindings, action: Action): string {
  return bindings.find((binding) => binding.action === action)?.keys[0] ?? '';
}
