import { sessionsOf } from '../../core/model/world.ts';
import { lintTask } from '../../core/rules/lint-task.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Proposed, proposalUp, proposedTasks } from '../state/proposals.ts';
import type { DashboardState } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { wrap } from '../text/fit.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { type Page, type StyledLine, type Tone, line } from '../text/styled-line.ts';

const labelColumns = 10;
/** Of a long prompt so much is shown; the form shows all of it. */
const promptLines = 12;

/** The tasks that leads propose: each a line, the one that is up with all that one has to know. */
export function proposalsPage(
  state: DashboardState,
  { view, columns, glyphs }: { view: ViewOf<'proposals'>; columns: number; glyphs: Glyphs },
): Page {
  const all = proposedTasks(state);
  const here = proposalUp(state, view);
  if (here === null)
    return { lines: [[], line('No proposal is left to decide about.', 'quiet')], focus: 0, cursor: null };
  const lines: StyledLine[] = [];
  let focus = 0;
  let lead: number | null = null;
  for (const proposed of all) {
    const { proposal } = proposed;
    if (proposed.lead.id !== lead) {
      if (lead !== null) lines.push([]);
      lines.push(leadLine(state, proposed, all));
      lead = proposed.lead.id;
    }
    const on = proposed.lead.id === here.lead.id && proposal.number === here.proposal.number;
    if (on) focus = lines.length;
    lines.push([
      { text: `${on ? glyphs.pointer : ' '} ${String(proposal.number).padStart(2)} `, tone: 'accent', strong: on },
      { text: oneLine(proposal.task.title), strong: on },
      { text: on ? '' : `  ${oneLine(proposal.task.scope.join(' '))}`, tone: 'quiet' },
    ]);
    if (on) lines.push(...details(state, proposed, { columns, glyphs }), []);
  }
  return { lines, focus: Math.min(lines.length - 1, focus + 6), cursor: null };
}

function leadLine({ world, repo }: DashboardState, { lead }: Proposed, all: readonly Proposed[]): StyledLine {
  const count = all.filter((each) => each.lead.id === lead.id).length;
  const where = lead.repo === repo ? '' : ` in ${oneLine(world.repos[lead.repo]?.name ?? '')}`;
  const words = `#${lead.id} ${oneLine(lead.task.title)}${where} proposes ${count === 1 ? '1 task' : `${count} tasks`}`;
  return line(words, 'needsYou', true);
}

function details(
  state: DashboardState,
  { lead, proposal }: Proposed,
  { columns, glyphs }: { columns: number; glyphs: Glyphs },
): StyledLine[] {
  const { task, afterProposals, why } = proposal;
  const part = (
    name: string,
    text: string,
    { tone = 'plain', most = Infinity }: { tone?: Tone; most?: number } = {},
  ): StyledLine[] => {
    const broken = wrap(plainText(text), Math.max(10, columns - labelColumns - 5));
    const shown =
      broken.length > most ? [...broken.slice(0, most - 1), `${glyphs.ellipsis} (e shows all of it)`] : broken;
    return shown.map((each, at) => [
      { text: `     ${(at === 0 ? name : '').padEnd(labelColumns)}`, tone: 'quiet' },
      { text: each, tone },
    ]);
  };
  const after = [...task.after.map((id) => `#${id}`), ...afterProposals.map((each) => `proposal ${each}`)].join(', ');
  const sessions = sessionsOf(state.world).filter(({ repo }) => repo === lead.repo);
  const checks = state.world.repos[lead.repo]?.config?.checks.length ?? 0;
  const unmatched = state.unmatched?.boundary === task.scope.join(' ') ? state.unmatched.globs : null;
  const lint = lintTask(task, { sessions, checks, unmatched });
  return [
    ...(why === null ? [] : part('why', why)),
    ...(task.prompt === task.title ? [] : part('goal', task.prompt, { most: promptLines })),
    ...part('boundary', task.scope.length === 0 ? 'anywhere' : task.scope.join(' ')),
    ...(task.done === undefined ? [] : part('done when', task.done.join('\n'))),
    ...(task.stop.length === 0 ? [] : part('stop when', task.stop.join('\n'))),
    ...(after === '' ? [] : part('after', after)),
    ...part('agent', `${task.agent}, ${task.kind}`),
    ...lint.flatMap(({ text }) => part('', `${glyphs.warn} ${text}`, { tone: 'needsYou' })),
  ];
}
