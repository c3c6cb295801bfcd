import { counted } from '../../core/words/counted.ts';
import { checkAsides, flakeInWords, oldTestsInWords, testInWords } from '../../core/words/evidence-words.ts';
import { explainReasons } from '../../core/words/explain-verdict.ts';
import { type CheckResult, type Verdict, countLines } from '../../core/model/verdict.ts';
import { checkDuration } from '../text/duration.ts';
import { type BriefLine, type BriefSource, aside, cut, heading, indent, paragraph, point } from './brief-line.ts';
import type { Meaning } from './review-theme.ts';

/** Lines of what other tests printed, and tests by name, before they are cut. */
const shortTail = 6;
const shortTests = 4;

/** What the gate did and saw: checks with their flakes and counts, the target's own tests, size, notes, reasons. */
export function gateFound(source: BriefSource): BriefLine[] {
  const { verdict, columns, glyphs, targetName, session } = source;
  if (verdict === null) return [];
  const lines = [heading(`The gate found, on ${targetName} ${verdict.target.slice(0, 7)}`)];
  for (const check of verdict.checks) lines.push(...checkLines(check, source));
  if (verdict.checks.length === 0) lines.push([{ text: `${indent}no check ran`, as: 'warning' }]);
  if (verdict.oldTests !== null) lines.push(...oldTestsLines(verdict.oldTests, source));
  const { added, removed } = countLines(verdict.files);
  const binary = verdict.files.filter((file) => file.added === null).length;
  lines.push([
    { text: `${indent}${counted(verdict.files.length, 'file')} `, as: 'plain' },
    { text: `+${added} `, as: 'good' },
    { text: `${glyphs.minus}${removed}`, as: 'bad' },
    { text: binary > 0 ? `, ${binary} binary` : '', as: 'plain' },
    { text: ` ${glyphs.dot} ${scopeWords(source)}`, as: session.task.scope.length === 0 ? 'dim' : 'plain' },
  ]);
  for (const note of verdict.notes) lines.push(...point({ mark: glyphs.warn, text: note, columns, as: 'warning' }));
  for (const clash of source.clashes) lines.push(...point({ mark: glyphs.warn, text: clash, columns, as: 'warning' }));
  if (verdict.reasons.length > 0) lines.push(...paragraph(explainReasons(verdict), columns, 'bad'));
  return lines;
}

function scopeWords({ session, verdict, scopePolicy }: BriefSource): string {
  if (session.task.scope.length === 0) return 'no boundary was set';
  if (verdict?.reasons.some((reason) => reason.kind === 'scope')) return 'outside the boundary';
  // With this policy a file outside is only mentioned among the notes: claiming "in scope" could be false.
  return scopePolicy === 'note' ? 'files outside the boundary are only noted' : 'in scope';
}

function checkLines(check: CheckResult, source: BriefSource): BriefLine[] {
  const { glyphs, columns, targetName, expanded } = source;
  const time = check.outcome === 'skipped' ? '' : ` ${checkDuration(check.durationMs)}`;
  const looks: Record<CheckResult['outcome'], readonly [string, Meaning, string]> = {
    green: [glyphs.ok, 'good', 'green'],
    red: [glyphs.bad, 'bad', check.exit === null ? 'red' : `red, exit status ${check.exit}`],
    flaky: [glyphs.warn, 'warning', 'flaky'],
    infrastructure: [glyphs.warn, 'warning', 'did not run to its end'],
    skipped: [glyphs.skipped, 'dim', 'skipped'],
  };
  const [glyph, as, word] = looks[check.outcome];
  const asides = checkAsides(check).join(` ${glyphs.dot} `);
  const { flake } = check;
  const flaky: BriefLine[] =
    flake === null
      ? []
      : [
          ...aside(flakeInWords(flake, targetName), columns, flake.known === null ? 'warning' : 'plain'),
          ...cut(
            flake.tests.flatMap((test) => aside(testInWords(test), columns)),
            expanded ? Infinity : shortTests,
          ),
        ];
  return [
    [
      { text: `${indent}${glyph} ${check.name} `, as },
      { text: `${word}${time}`, as: check.outcome === 'green' ? 'plain' : as },
      { text: `  ${check.run}`, as: 'dim' },
    ],
    ...(asides === '' ? [] : aside(asides, columns)),
    ...flaky,
  ];
}

function oldTestsLines(oldTests: NonNullable<Verdict['oldTests']>, source: BriefSource): BriefLine[] {
  const { glyphs, columns, targetName, expanded } = source;
  if (oldTests.outcome === 'green') {
    return point({ mark: glyphs.ok, text: oldTestsInWords(oldTests, targetName), columns, as: 'good' });
  }
  const red = oldTests.outcome === 'red';
  // That they fail stands at the top already.
  const said = red ? `${targetName}'s own tests, run by ${oldTests.check}: red` : oldTestsInWords(oldTests, targetName);
  const named = oldTests.failed.flatMap((test) => aside(testInWords(test), columns));
  const printed = named.length > 0 && !expanded ? [] : aside(oldTests.tail.trimEnd(), columns);
  return [
    ...point({ mark: glyphs.warn, text: said, columns, as: 'warning' }),
    ...cut(named, expanded ? Infinity : shortTests),
    ...cut(printed, expanded ? Infinity : shortTail).filter((line) => line.some(({ text }) => text.trim() !== '')),
  ];
}
