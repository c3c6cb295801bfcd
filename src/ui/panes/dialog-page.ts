import { noteOf, rejectionReasons } from '../actions/reject.ts';
import { jobsPage } from './jobs-page.ts';
import { commentPage, commentsAlong } from './comment-dialog.ts';
import { type Bindings, keyOf } from '../keymap/bindings.ts';
import type { Action } from '../keymap/keymap.ts';
import type { Glyphs } from '../glyphs.ts';
import type { DashboardState } from '../state/store.ts';
import type { View, ViewOf } from '../state/views.ts';
import { keepPage, revokePage } from './kept-dialogs.ts';
import { fieldLines } from '../text/field-lines.ts';
import { wrap } from '../text/fit.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { tagPage } from './tag-page.ts';
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
    case 'confirm':
      return { title: 'Sure?', page: { lines: confirmLines({ view, columns, glyphs, bindings }), ...still } };
    case 'trust': {
      const source = { view, columns, glyphs, bindings };
      const lines = view.proposed === null ? trustLines(source) : proposedLines(source);
      return {
        title: trustTitle(view),
        page: { lines, ...still, focus: lines.length },
      };
    }
    case 'comment':
      return commentPage(state, view, {
        columns,
        ellipsis: glyphs.ellipsis,
        hints: hints(bindings, ['comment.keep', 'comment.newline', 'comment.editor', 'comment.leave']),
      });
    case 'keep': {
      const hinted = hints(bindings, ['keep.keep', 'keep.propose', 'keep.leave']);
      return { title: 'Keep this answer', page: keepPage(state, view, { columns, glyphs, hints: hinted }) };
    }
    case 'revoke': {
      const hinted = hints(bindings, ['revoke.pick', 'revoke.leave']);
      return { title: 'Answered by convention', page: revokePage(state, view, { columns, glyphs, hints: hinted }) };
    }
    case 'reject':
      return { title: `Reject #${view.session}`, page: rejectPage(state, { view, columns, glyphs, bindings }) };
    case 'tag':
      return { title: `What went wrong with #${view.session}`, page: tagPage(state, { view, columns, bindings }) };
    case 'jobs': {
      const page = jobsPage(state, { view, columns, glyphs });
      const actions = ['jobs.open', 'jobs.log', 'jobs.new', 'jobs.restart', 'jobs.stop', 'jobs.leave'] as const;
      return {
        title: `Jobs of #${view.session}`,
        page: { ...page, lines: [...page.lines, hints(bindings, actions)] },
      };
    }
    case 'zoom':
    case 'picture':
    case 'stats':
    case 'digest':
    case 'answers':
    case 'new-task':
    case 'proposals':
    case 'review':
    case 'log':
    case 'help':
    case 'scrollback':
    case 'line':
      return null;
  }
}

/** Points that a question lists; of more only the number is said, so that the question stays in sight. */
const shownPoints = 8;

function confirmLines({
  view,
  columns,
  glyphs,
  bindings,
}: DialogSource & { readonly view: ViewOf<'confirm'> }): StyledLine[] {
  const more = view.points.length - shownPoints;
  const shown = more > 1 ? view.points.slice(0, shownPoints) : view.points;
  const points = shown.flatMap((point) =>
    wrap(oneLine(point), columns - 2).map((text, at) => line(`${at === 0 ? glyphs.warn : ' '} ${text}`, 'needsYou')),
  );
  if (more > 1) points.push(line(`  ${glyphs.ellipsis} ${more} more, all in the brief`, 'needsYou'));
  return [
    ...points,
    ...(points.length === 0 ? [] : [[]]),
    ...wrap(oneLine(view.text), columns).map((text) => line(text)),
    [],
    hints(bindings, ['confirm.yes', 'confirm.no']),
  ];
}

function trustTitle({ commands, proposed }: ViewOf<'trust'>): string {
  if (proposed !== null) return 'Set up';
  return commands === null ? "Git's files" : 'Trust';
}

/** The configuration that would be written, without its comments: those are for whoever opens the file. */
function proposedLines({ view, columns, bindings }: DialogSource & { readonly view: ViewOf<'trust'> }): StyledLine[] {
  const { text = '', advice = [] } = view.proposed ?? {};
  const said = text.split('\n').filter((each) => each.trim() !== '' && !each.startsWith('#'));
  return [
    ...wrap(`${oneLine(view.name)} has no .signalbox/config.yaml yet. This one would fit it:`, columns).map((each) =>
      line(each),
    ),
    [],
    ...said.flatMap((entry) => wrap(plainText(entry), columns - 4).map((each) => line(`  ${each}`, 'needsYou'))),
    [],
    ...advice.flatMap((one) => wrap(oneLine(one), columns).map((each) => line(each))),
    ...(advice.length === 0 ? [] : [[]]),
    ...wrap(
      'Write it, and let these commands run on this machine, as you? The file explains itself; you are asked again when it changes.',
      columns,
    ).map((each) => line(each)),
    hints(bindings, ['trust.yes', 'trust.no']),
  ];
}

function trustLines({ view, columns, bindings }: DialogSource & { readonly view: ViewOf<'trust'> }): StyledLine[] {
  const words = (text: string): StyledLine[] => wrap(text, columns).map((each) => line(each));
  const listed = (entries: readonly string[]): StyledLine[] => [
    ...entries.flatMap((entry) => wrap(plainText(entry), columns - 4).map((text) => line(`  ${text}`, 'needsYou'))),
    [],
  ];
  const name = oneLine(view.name);
  const { commands, changes } = view;
  const accepting = commands === null ? 'Accept' : 'Trust';
  return [
    ...(commands === null ? [] : words(`${name} would run these commands on this machine, as you:`)),
    ...(commands === null ? [] : [[], ...listed(commands.length === 0 ? ['(none)'] : commands)]),
    ...(changes.length === 0 ? [] : words("All worktrees share git's own files, and nobody knows who changed these:")),
    ...(changes.length === 0 ? [] : [[], ...listed(changes)]),
    ...words(`${accepting} ${commands === null ? 'what changed' : 'them'}? You are asked again when they change.`),
    hints(bindings, ['trust.yes', 'trust.no']),
  ];
}

function rejectPage(
  state: DashboardState,
  { view, columns, glyphs, bindings }: DialogSource & { readonly view: ViewOf<'reject'> },
): Page {
  const lines: StyledLine[] = rejectionReasons.map(([reason, words]): StyledLine => {
    const on = reason === view.reason;
    return [{ text: `${on ? glyphs.pointer : ' '} ${words}`, strong: on, inverse: on }];
  });
  lines.push([], ...commentsAlong(state, view.session, { columns, ellipsis: glyphs.ellipsis }));
  lines.push(line('What is wrong, and what would be right (goes to the agent):', 'quiet'));
  const typed = fieldLines({ text: noteOf(state, view.session), cursor: view.cursor }, columns - 2);
  const first = lines.length;
  lines.push(...typed.lines.map((text) => line(`  ${plainText(text)}`)), []);
  lines.push(hints(bindings, ['reject.reason', 'reject.editor', 'reject.send', 'reject.leave']));
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
