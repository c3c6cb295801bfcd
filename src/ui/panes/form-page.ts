import { agentChoices, formPlace, taskDraft } from '../actions/open-form.ts';
import type { LintFinding } from '../../core/rules/lint-task.ts';
import type { Glyphs } from '../glyphs.ts';
import type { TaskDraft } from '../state/drafts.ts';
import { type DashboardState, currentRepo } from '../state/store.ts';
import { type TaskField, isLong, lintForm, takesText, taskFields } from '../state/task-form.ts';
import type { ViewOf } from '../state/views.ts';
import { columnsOf, wrap } from '../text/fit.ts';
import { fieldLines } from '../text/field-lines.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { type Page, type Piece, type StyledLine, line } from '../text/styled-line.ts';

const labels: Readonly<Record<TaskField, readonly [name: string, note: string]>> = {
  title: ['title', 'one line, names the session'],
  goal: ['goal', 'what should be different afterwards'],
  boundary: ['boundary', 'path globs the work may touch, separated by blanks: src/upload/** test/upload/**'],
  checks: ['done when', 'these checks are green on the merged result: space or a digit switches one'],
  done: ['  and', 'what else must be true, a sentence a line'],
  stop: ['stop and report when', 'one condition a line'],
  kind: [
    'kind',
    'isolated: needs you at the end only; judgement: needs you along the way, one at a time; space switches',
  ],
  agent: ['agent', 'space: the next one; left and right'],
  priority: ['priority', 'higher goes first'],
  after: ['after', 'what must have landed first: numbers (#3 #4) or titles, separated by commas'],
  lead: ['leads', 'its agent may propose tasks; you accept or refuse each, and it gets their results; space switches'],
};

/** The longest label with its pointer, and a blank. */
const labelColumns = 23;

/** The form of a task: the template of a scoped prompt, and what it lacks. */
export function formPage(
  state: DashboardState,
  { view, columns, glyphs }: { view: ViewOf<'new-task'>; columns: number; glyphs: Glyphs },
): Page {
  const draft = taskDraft(state);
  const lines: StyledLine[] = [];
  let found: Pick<Page, 'focus' | 'cursor'> = { focus: 0, cursor: null };
  for (const field of taskFields) {
    const here = view.field === field;
    const [name, note] = labels[field];
    const label: Piece = {
      text: `${here ? glyphs.pointer : ' '} ${name}`.padEnd(labelColumns),
      strong: here,
      ...(here ? { tone: 'accent' } : {}),
    };
    const blank: Piece = { text: ' '.repeat(labelColumns) };
    const first = lines.length;
    if (takesText(field)) {
      const typed = fieldLines(
        { text: draft[field], cursor: here ? view.cursor : 0 },
        Math.max(10, columns - labelColumns),
      );
      typed.lines.forEach((text, index) => lines.push([index === 0 ? label : blank, { text: plainText(text) }]));
      if (here)
        found = { focus: first + typed.row, cursor: { row: first + typed.row, column: labelColumns + typed.column } };
    } else {
      const rows = intoRows(choicePieces(state, { field, draft, here, view }), Math.max(10, columns - labelColumns));
      rows.forEach((row, index) => lines.push([index === 0 ? label : blank, ...row]));
      const chosen = rows.findIndex((row) => row.some(({ inverse }) => inverse === true));
      if (here) found = { focus: first + Math.max(0, chosen), cursor: null };
    }
    if (here && note !== '')
      wrap(note, Math.max(10, columns - labelColumns)).forEach((text) => lines.push([blank, { text, tone: 'quiet' }]));
    if (isLong(field) || here) lines.push([]);
  }
  lines.push([], ...lintLines(formLint(state, view), { columns, glyphs }));
  return { lines, ...found };
}

/** What the form lacks or runs into, as it stands. */
export function formLint(state: DashboardState, { about }: ViewOf<'new-task'>): LintFinding[] {
  const draft = taskDraft(state);
  const { unmatched } = state;
  return lintForm(draft, {
    ...formPlace(state),
    unmatched: unmatched?.boundary === draft.boundary ? unmatched.globs : null,
    self: about !== null && about.proposal === null ? about.session : null,
    parent: about !== null && about.proposal !== null ? about.session : null,
  });
}

function lintLines(
  findings: readonly LintFinding[],
  { columns, glyphs }: { columns: number; glyphs: Glyphs },
): StyledLine[] {
  if (findings.length === 0) return [line(`${glyphs.ok} nothing is missing`, 'good')];
  return findings.flatMap(({ text }) =>
    wrap(oneLine(text), Math.max(10, columns - 2)).map((part, at) =>
      line(`${at === 0 ? glyphs.warn : ' '} ${part}`, 'needsYou'),
    ),
  );
}

function choicePieces(
  state: DashboardState,
  { field, draft, here, view }: { field: TaskField; draft: TaskDraft; here: boolean; view: ViewOf<'new-task'> },
): Piece[] {
  if (field === 'checks') {
    const { checks } = formPlace(state);
    if (checks.length === 0) return [{ text: 'no check is configured: nothing will be verified', tone: 'needsYou' }];
    return checks.flatMap((check, index): Piece[] => {
      const on = !draft.without.includes(check);
      const at = here && view.cursor === index;
      return [{ text: `[${on ? 'x' : ' '}] ${oneLine(check)}`, strong: at, inverse: at }, { text: '  ' }];
    });
  }
  if (field === 'lead') return choice(['no', 'proposes tasks'], draft.lead ? 'proposes tasks' : 'no', here);
  if (field === 'kind') return choice(['isolated', 'judgement'], draft.kind, here);
  const standard = currentRepo(state)?.config?.agent;
  const byDefault = standard === undefined ? 'default' : `default (${standard})`;
  return choice(
    agentChoices(state).map((agent) => agent ?? byDefault),
    draft.agent ?? byDefault,
    here,
  );
}

/** Choices that do not fit into one row go on in the next: the chosen one is never out of sight. */
function intoRows(pieces: readonly Piece[], columns: number): Piece[][] {
  const rows: Piece[][] = [[]];
  let used = 0;
  for (const piece of pieces) {
    const width = columnsOf(piece.text);
    if (used > 0 && piece.text.trim() !== '' && used + width > columns) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(piece);
    used += width;
  }
  return rows;
}

function choice(words: readonly string[], chosen: string, here: boolean): Piece[] {
  return words.flatMap((word): Piece[] => {
    const on = word === chosen;
    return [{ text: on ? `(${oneLine(word)})` : ` ${oneLine(word)} `, strong: on, inverse: on && here }, { text: ' ' }];
  });
}
