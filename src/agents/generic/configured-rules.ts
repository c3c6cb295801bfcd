import type { AgentOptions } from '../../core/model/config.ts';
import type { Meaning, ScreenRule } from '../signals/screen-rules.ts';

type ConfiguredRules = NonNullable<AgentOptions['rules']>;

/** In this order: what needs a person comes before what looks like work, and rest is what is left. */
const meanings: readonly (readonly [keyof ConfiguredRules, Meaning, ScreenRule['where']])[] = [
  ['failed', { kind: 'turn-failed' }, 'last rows'],
  ['asking', { kind: 'dialog', about: 'menu' }, 'last row'],
  ['working', { kind: 'activity', activity: 'working' }, 'last rows'],
  ['resting', { kind: 'activity', activity: 'resting' }, 'last row'],
];

/**
 * Rules as a person writes them: regular expressions with the flags `m` and `u` on the last 16 rows that have something
 * on them. One of `asking` or `resting` has to reach into the last of these rows: what stands further up is history. So has
 * one that begins with `last:`. One that begins with `title:` is looked for in the window's title.
 */
export function rulesFrom(configured: ConfiguredRules | undefined): readonly ScreenRule[] {
  if (configured === undefined) return [];
  return meanings.flatMap(([key, means, where]) =>
    configured[key].map((text): ScreenRule => {
      const [, place, rest] = /^(title|last):\s*(.*)$/su.exec(text) ?? [];
      const pattern = new RegExp(rest ?? text, 'mu');
      const looksAt = place === 'title' ? 'title' : place === 'last' ? 'last row' : where;
      return { name: `${key}: ${text}`, means, where: looksAt, pattern };
    }),
  );
}
