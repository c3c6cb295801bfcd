import { agentChoices, taskDraft } from '../actions/open-form.ts';
import type { Glyphs } from '../glyphs.ts';
import type { TaskDraft } from '../state/drafts.ts';
import { type DashboardState, currentRepo } from '../state/store.ts';
import { type TaskField, isLong, lintTask, takesText, taskFields } from '../state/task-form.ts';
import type { ViewOf } from '../state/views.ts';
import { fieldLines } from '../text/field-lines.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { type Page, type Piece, type StyledLine, line } from '../text/styled-line.ts';

const labels: Readonly<Record<TaskField, readonly [name: string, note: string]>> = {
  title: ['title', 'one line, names the session'],
  goal: ['goal', 'what should be different afterwards'],
  boundary: ['boundary', 'path globs the work may touch, separated by blanks: src/upload/** test/upload/**'],
  checks: ['done when', 'these checks are green on the merged result'],
  stop: ['stop and report when', 'one condition a line'],
  kind: ['kind', 'isolated: needs you at the end only; judgement: needs you along the way, one at a time'],
  agent: ['agent', ''],
  priority: ['priority', 'higher goes first'],
  after: ['after', 'numbers of sessions that must have landed first: #3 #4'],
};

const labelColumns = 22;

/** The form of a new task: the template of a scoped prompt, and what it lacks. */
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
      lines.push([label, ...choicePieces(state, { field, draft, here, view })]);
      if (here) found = { focus: first, cursor: null };
    }
    if (here && note !== '') lines.push([blank, { text: note, tone: 'quiet' }]);
    if (isLong(field) || here) lines.push([]);
  }
  const repo = currentRepo(state);
  const lint = lintTask(draft, { world: state.world, repo: state.repo, config: repo?.config ?? null });
  lines.push([]);
  lines.push(
    lint.length === 0
      ? line(`${glyphs.ok} nothing is missing`, 'good')
      : line(`${glyphs.warn} ${lint.join(` ${glyphs.dot} `)}`, 'needsYou'),
  );
  return { lines, ...found };
}

function choicePieces(
  state: DashboardState,
  { field, draft, here, view }: { field: TaskField; draft: TaskDraft; here: boolean; view: ViewOf<'new-task'> },
): Piece[] {
  if (field === 'checks') {
    const checks = currentRepo(state)?.config?.checks ?? [];
    if (checks.length === 0) return [{ text: 'no check is configured: nothing will be verified', tone: 'needsYou' }];
    return checks.flatMap((check, index): Piece[] => {
      const on = !draft.without.includes(check.name);
      const at = here && view.cursor === index;
      return [{ text: `[${on ? 'x' : ' '}] ${oneLine(check.name)}`, strong: at, inverse: at }, { text: '  ' }];
    });
  }
  if (field === 'kind') return choice(['isolated', 'judgement'], draft.kind, here);
  const standard = currentRepo(state)?.config?.agent;
  const byDefault = standard === undefined ? 'default' : `default (${standard})`;
  return choice(
    agentChoices(state).map((agent) => agent ?? byDefault),
    draft.agent ?? byDefault,
    here,
  );
}

function choice(words: readonly string[], chosen: string, here: boolean): Piece[] {
  return words.flatMap((word): Piece[] => {
    const on = word === chosen;
    return [{ text: on ? `(${oneLine(word)})` : ` ${oneLine(word)} `, strong: on, inverse: on && here }, { text: ' ' }];
  });
}
