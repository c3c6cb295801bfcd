import { noteOf, rejectionReasons } from '../actions/reject.ts';
import { type Bindings, keyOf } from '../keymap/bindings.ts';
import type { Action } from '../keymap/keymap.ts';
import type { Glyphs } from '../glyphs.ts';
import { type DashboardState, currentRepo } from '../state/store.ts';
import type { View, ViewOf } from '../state/views.ts';
import { fieldLines } from '../text/field-lines.ts';
import { wrap } from '../text/fit.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { type Page, type StyledLine, line } from '../text/styled-line.ts';

/** A dialog over what is below: its title and its page. */
export interface Dialog {
  readonly title: string;
  readonly page: Page;
}

/** What a dialog is made from. */
export interface DialogSource {
  readonly view: View;
  readonly columns: number;
  readonly glyphs: Glyphs;
  readonly bindings: Bindings;
}

/** The dialog of a view; null when the view is none. */
export function dialogOf(state: DashboardState, { view, columns, glyphs, bindings }: DialogSource): Dialog | null {
  const still = { focus: 0, cursor: null };
  switch (view.kind) {
    case 'confirm': {
      const lines = wrap(oneLine(view.text), columns).map((text) => line(text));
      return {
        title: 'Sure?',
        page: { lines: [...lines, [], hints(bindings, ['confirm.yes', 'confirm.no'])], ...still },
      };
    }
    case 'trust': {
      const name = oneLine(currentRepo(state)?.name ?? 'this repository');
      const lines: StyledLine[] = [
        ...wrap(`${name} would run these commands on this machine, as you:`, columns).map((text) => line(text)),
        [],
        ...(view.commands.length === 0 ? [line('  (none)', 'quiet')] : []),
        ...view.commands.flatMap((command) =>
          wrap(plainText(command), columns - 4).map((text) => line(`  ${text}`, 'needsYou')),
        ),
        [],
        ...wrap('Trust them? They are asked about again when they change.', columns).map((text) => line(text)),
        hints(bindings, ['trust.yes', 'trust.no']),
      ];
      return { title: 'Trust', page: { lines, ...still, focus: lines.length } };
    }
    case 'reject':
      return { title: `Reject #${view.session}`, page: rejectPage(state, { view, columns, glyphs, bindings }) };
    case 'zoom':
    case 'picture':
    case 'answers':
    case 'new-task':
    case 'review':
    case 'log':
    case 'help':
    case 'scrollback':
    case 'line':
      return null;
  }
}

function rejectPage(
  state: DashboardState,
  { view, columns, glyphs, bindings }: DialogSource & { readonly view: ViewOf<'reject'> },
): Page {
  const lines: StyledLine[] = rejectionReasons.map(([reason, words]): StyledLine => {
    const on = reason === view.reason;
    return [{ text: `${on ? glyphs.pointer : ' '} ${words}`, strong: on, inverse: on }];
  });
  lines.push([], line('What is wrong, and what would be right (goes to the agent):', 'quiet'));
  const typed = fieldLines({ text: noteOf(state, view.session), cursor: view.cursor }, columns - 2);
  const first = lines.length;
  lines.push(...typed.lines.map((text) => line(`  ${plainText(text)}`)), []);
  lines.push(hints(bindings, ['reject.reason', 'reject.newline', 'reject.send', 'reject.leave']));
  const row = first + typed.row;
  return { lines, focus: row, cursor: { row, column: 2 + typed.column } };
}

/** The keys of a dialog, as the keymap has them. */
function hints(bindings: Bindings, actions: readonly Action[]): StyledLine {
  return actions.flatMap((action): StyledLine => {
    const binding = bindings.find((each) => each.action === action);
    return [
      { text: keyOf(bindings, action), tone: 'accent', strong: true },
      { text: ` ${binding?.short ?? binding?.does ?? ''}   ` },
    ];
  });
}
