import type { DashboardState } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { type Bindings, keyOf } from '../keymap/bindings.ts';
import { wrap } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import { type Page, type StyledLine, line } from '../text/styled-line.ts';

const choices = [
  ['tag.unclear', 'the task was unclear', 'unclear'],
  ['tag.clash', 'it clashed with other work', 'clash'],
  ['tag.verification', 'its verification was weak', 'verification'],
  ['tag.approach', 'the approach was wrong', 'approach'],
] as const;

/** What the last failure of a session was due to: what happened, what a rule makes of it, and the choices. */
export function tagPage(
  { world }: Pick<DashboardState, 'world'>,
  { view, columns, bindings }: { view: ViewOf<'tag'>; columns: number; bindings: Bindings },
): Page {
  const session = world.sessions[view.session];
  const cause = session?.causes.at(-1);
  const happened = oneLine(cause === undefined ? (session?.reason ?? '') : `${cause.what}: ${cause.text}`);
  const lines: StyledLine[] = [
    ...wrap(happened, columns).map((text) => line(text, 'needsYou')),
    [],
    ...choices.map(([action, words, reason]): StyledLine => {
      const said = cause?.reason === reason ? (cause.by === 'person' ? '  as you said' : '  by rule') : '';
      return [
        { text: ` ${keyOf(bindings, action)} `, tone: 'accent', strong: true },
        { text: words, strong: said !== '' },
        { text: said, tone: 'quiet' },
      ];
    }),
  ];
  return { lines, focus: 0, cursor: null };
}
