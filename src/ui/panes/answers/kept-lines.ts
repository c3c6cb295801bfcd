import { choiceOf } from '../../actions/answering/sitting-view.ts';
import { whyProposed } from '../../../core/rules/kept-answer.ts';
import type { Glyphs } from '../../glyphs.ts';
import { type Bindings, keyOf } from '../../keymap/bindings.ts';
import { autoAnswered, proposalFor } from '../../state/kept-answers.ts';
import type { Asked } from '../../state/sitting.ts';
import type { DashboardState } from '../../state/store.ts';
import { fit, wrap } from '../../text/fit.ts';
import { oneLine, visibleLine } from '../../text/plain-text.ts';
import { type StyledLine, line } from '../../text/styled-line.ts';

interface Look {
  readonly columns: number;
  readonly glyphs: Glyphs;
  readonly bindings: Bindings;
}

/** The kept answer that is proposed for the question that is up, of which question it is, and why it did not answer. */
export function proposalLines(state: DashboardState, asked: Asked, { columns, glyphs, bindings }: Look): StyledLine[] {
  const proposal = proposalFor(state.world, asked);
  if (proposal === null) return [];
  const { answer, convention } = proposal;
  const key = keyOf(bindings, 'answers.default');
  const of = oneLine(convention.asked?.question ?? convention.sentence);
  return [
    ...wrap(`proposed: ${visibleLine(answer)} (${key} takes it)`, columns - 4).map((part) =>
      line(`    ${part}`, 'accent'),
    ),
    line(`    ${fit(`kept answer of: ${of}`, columns - 4, glyphs.ellipsis)}`, 'quiet'),
    ...wrap(`not answered by it: ${oneLine(whyProposed(proposal))}`, columns - 4).map((part) =>
      line(`    ${part}`, 'quiet'),
    ),
  ];
}

/** Answers by conventions that are shown at most. */
const mostAuto = 5;

/** What conventions have answered, each on one line, and the key that takes one back. */
export function autoLines(state: DashboardState, { only, ...look }: Look & { only: number | null }): StyledLine[] {
  const choice = choiceOf(state, only);
  const all = autoAnswered(state.world, choice);
  const { columns, glyphs, bindings } = look;
  const unread = Object.values(state.world.repos)
    .filter(({ id }) => choice.repo === null || id === choice.repo)
    .flatMap(({ conventionsProblem = null }) => conventionsProblem ?? [])
    .flatMap((problem) => wrap(visibleLine(problem), columns - 2))
    .map((part) => line(part, 'bad'));
  if (all.length === 0) return unread.length === 0 ? [] : [[], ...unread];
  const shown = all.length > mostAuto ? all.slice(0, mostAuto - 1) : all;
  const more = all.length - shown.length;
  return [
    [],
    line(`Answered by convention (${keyOf(bindings, 'answers.revoke')} takes one back):`, 'accent'),
    ...shown.map(({ session, question, answer }) => {
      const said = ` -> ${visibleLine(answer)}`;
      const room = Math.max(
        12,
        columns - 3 - `#${session.id} `.length - Math.min(said.length, Math.floor(columns / 2)),
      );
      const asked = fit(oneLine(question.text), room, glyphs.ellipsis);
      return line(`  ${fit(`#${session.id} ${asked}${said}`, columns - 2, glyphs.ellipsis)}`);
    }),
    ...(more === 0 ? [] : [line(`  ${glyphs.ellipsis} ${more} more`, 'quiet')]),
    ...unread,
  ];
}
