import { clashSentence, clashesOf } from '../../core/rules/clashes.ts';
import { checkAsides, flakeInWords, oldTestsInWords } from '../../core/words/evidence-words.ts';
import { findingLine } from '../../core/model/findings.ts';
import type { Session } from '../../core/model/session.ts';
import type { CheckResult, Verdict } from '../../core/model/verdict.ts';
import type { World } from '../../core/model/world.ts';
import type { Glyphs } from '../glyphs.ts';
import { checkDuration } from '../text/duration.ts';
import { wrap } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import { type StyledLine, type Tone, line } from '../text/styled-line.ts';

/** What the lines are made from. */
export interface GateSubject {
  readonly world: World;
  readonly session: Session;
  readonly verdict: Verdict;
  readonly glyphs: Glyphs;
  readonly columns: number;
}

/** Findings that the pane names. */
const shownFindings = 4;

/** Each check with its time, counts and flakes. */
export function checkLines({ world, session, verdict, glyphs, columns }: GateSubject): StyledLine[] {
  if (verdict.kind === 'unchecked')
    return [line(`${glyphs.warn} nothing was verified: no check is configured`, 'needsYou', true)];
  if (verdict.kind === 'unchanged') return [line('nothing differs from the target: a report', 'needsYou')];
  const target = world.repos[session.repo]?.target ?? 'the target';
  return verdict.checks.flatMap((check): StyledLine[] => {
    const look: Record<CheckResult['outcome'], { glyph: string; tone: Tone; word: string }> = {
      green: { glyph: glyphs.ok, tone: 'good', word: '' },
      red: { glyph: glyphs.bad, tone: 'bad', word: ' red' },
      flaky: { glyph: glyphs.warn, tone: 'needsYou', word: ' flaky' },
      infrastructure: { glyph: glyphs.warn, tone: 'needsYou', word: ' did not run to its end' },
      skipped: { glyph: glyphs.skipped, tone: 'quiet', word: ' skipped' },
    };
    const { glyph, tone, word } = look[check.outcome];
    const time = check.outcome === 'skipped' ? '' : ` ${checkDuration(check.durationMs)}`;
    const asides = checkAsides(check).map((aside) => ` ${glyphs.dot} ${aside}`);
    const { flake } = check;
    return [
      [
        { text: `${glyph} `, tone, strong: true },
        { text: `${oneLine(check.name)}${word}` },
        { text: `${time}${asides.join('')}`, tone: 'quiet' },
      ],
      ...(flake === null
        ? []
        : hanging('  ', {
            text: flakeInWords(flake, oneLine(target)),
            columns,
            tone: tone === 'good' ? 'quiet' : tone,
          })),
    ];
  });
}

/** What else a person should know before taking it in hand: findings, the target's own tests, conflicts to come. */
export function warningLines({ world, session, verdict, glyphs, columns }: GateSubject): StyledLine[] {
  const target = oneLine(world.repos[session.repo]?.target ?? 'the target');
  const { oldTests, findings } = verdict;
  const weighty = findings.filter(({ policy }) => policy !== 'note');
  const noted = findings.length - weighty.length;
  const shown = weighty.slice(0, shownFindings);
  const warnings = [
    ...(oldTests === null || oldTests.outcome === 'green' ? [] : [oldTestsInWords(oldTests, target)]),
    ...shown.map(findingLine),
    ...clashesOf(world, session).map((clash) => clashSentence(clash, target)),
    ...verdict.notes,
  ];
  const rest = [
    weighty.length > shown.length ? `${weighty.length - shown.length} more to acknowledge` : '',
    noted > 0 ? `${noted} noted` : '',
  ].filter((words) => words !== '');
  return [
    ...warnings.flatMap((text) => hanging(`${glyphs.warn} `, { text: oneLine(text), columns, tone: 'needsYou' })),
    ...(rest.length === 0 ? [] : [line(`  ${rest.join(` ${glyphs.dot} `)}`, 'quiet')]),
  ];
}

/** A wrapped text behind a mark; further lines stand below the text. */
function hanging(mark: string, { text, columns, tone }: { text: string; columns: number; tone: Tone }): StyledLine[] {
  const blanks = ' '.repeat(mark.length);
  return wrap(text, columns - mark.length).map((words, at) => line(`${at === 0 ? mark : blanks}${words}`, tone));
}
