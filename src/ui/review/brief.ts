import { type Message, type Question, type Session, saidOf } from '../../core/session.ts';
import { type CheckResult, type Verdict, countLines } from '../../core/verdict.ts';
import { explainReasons } from '../../core/explain-verdict.ts';
import type { Glyphs } from '../glyphs.ts';
import { checkDuration, timeOfDay } from '../text/duration.ts';
import type { Meaning, Piece } from './review-theme.ts';
import { wrapText } from './wrap-text.ts';

/** What the brief is written from. */
export interface BriefSource {
  readonly session: Session;
  readonly verdict: Verdict | null;
  readonly targetName: string;
  readonly scopePolicy: 'red' | 'note';
  /** Long texts in full. */
  readonly expanded: boolean;
  readonly columns: number;
  readonly glyphs: Glyphs;
}

export type BriefLine = readonly Piece[];

/** Lines of a long text before it is cut. */
const shortLines = { goal: 6, summary: 12, note: 4, history: 6 };
const indent = '  ';

/**
 * The brief, line by line: what was asked, what the agent says, what the gate found, what was decided on the way. The
 * lines are at most `columns` wide where words can be broken.
 */
export function briefLines(source: BriefSource): readonly BriefLine[] {
  const sections = [
    verified(source),
    goal(source),
    claims(source),
    findings(source),
    decisions(source),
    rounds(source),
    history(source),
  ].filter((section) => section.length > 0);
  return sections.flatMap((section, index) => (index === 0 ? section : [[], ...section]));
}

/** The loud part: what a person could overlook and must not. */
function verified({ verdict, columns }: BriefSource): BriefLine[] {
  const said = ((): readonly [string, string] | null => {
    switch (verdict?.kind) {
      case 'green':
        return null;
      case 'unchecked':
        return ['NOTHING WAS VERIFIED', 'No check is configured: all that speaks for this work is your own reading.'];
      case 'unchanged':
        return ['A REPORT: NOTHING WAS CHANGED', 'There is no diff. What the agent says below is the whole result.'];
      case 'infrastructure':
        return ['NOT VERIFIED', 'The checks did not run to their end: nothing is known about this work.'];
      case 'flaky':
        return [
          'A CHECK IS FLAKY',
          'It was red, and green when it was repeated on the same commit; on the target it never is. You decide.',
        ];
      case 'target-red':
        return ['THE TARGET IS RED', 'A check is red on the target itself, without this work: nothing can land on it.'];
      case 'red':
        return ['RED', 'The checks or the rules refuse this work; the reasons are below.'];
      case undefined:
        return ['NOTHING WAS VERIFIED', 'The gate has not judged this work.'];
    }
  })();
  if (said === null) return [];
  return [[{ text: ` ${said[0]} `, as: 'loud' }], ...paragraph(said[1], columns, 'warning')];
}

function goal({ session, expanded, columns }: BriefSource): BriefLine[] {
  const { task } = session;
  const lines = [heading('Goal'), ...paragraph(task.title, columns)];
  if (task.prompt.trim() !== '' && task.prompt.trim() !== task.title.trim()) {
    lines.push(...cut(paragraph(task.prompt, columns), expanded ? Infinity : shortLines.goal));
  }
  lines.push(
    ...labelled('boundary', task.scope.length === 0 ? 'none: the whole repository' : task.scope.join(', '), columns),
  );
  if (task.stop.length > 0) lines.push(...labelled('stop when', task.stop.join('; '), columns));
  return lines;
}

function claims({ session, expanded, columns }: BriefSource): BriefLine[] {
  const lines = [heading('The agent says')];
  const said = saidOf(session);
  if (said === '') lines.push([{ text: `${indent}nothing: it ended without a summary`, as: 'dim' }]);
  else lines.push(...cut(paragraph(said, columns), expanded ? Infinity : shortLines.summary));
  if (session.evidence.length === 0) lines.push([{ text: `${indent}no evidence was handed in`, as: 'dim' }]);
  for (const evidence of session.evidence) lines.push(...labelled('evidence', evidence.name, columns));
  return lines;
}

function findings(source: BriefSource): BriefLine[] {
  const { verdict, columns, glyphs, targetName, session } = source;
  if (verdict === null) return [];
  const lines = [heading(`The gate found, on ${targetName} ${verdict.target.slice(0, 7)}`)];
  for (const check of verdict.checks) lines.push(checkLine(check, source));
  if (verdict.checks.length === 0) lines.push([{ text: `${indent}no check ran`, as: 'warning' }]);
  const { added, removed } = countLines(verdict.files);
  const binary = verdict.files.filter((file) => file.added === null).length;
  lines.push([
    { text: `${indent}${counted(verdict.files.length, 'file')} `, as: 'plain' },
    { text: `+${added} `, as: 'good' },
    { text: `${glyphs.minus}${removed}`, as: 'bad' },
    { text: binary > 0 ? `, ${binary} binary` : '', as: 'plain' },
    {
      text: ` ${glyphs.dot} ${scopeWords(source)}`,
      as: session.task.scope.length === 0 ? 'dim' : 'plain',
    },
  ]);
  for (const note of verdict.notes) lines.push(...paragraph(`${glyphs.warn} ${note}`, columns, 'warning'));
  if (verdict.reasons.length > 0) lines.push(...paragraph(explainReasons(verdict), columns, 'bad'));
  return lines;
}

function scopeWords({ session, verdict, scopePolicy }: BriefSource): string {
  if (session.task.scope.length === 0) return 'no boundary was set';
  if (verdict?.reasons.some((reason) => reason.kind === 'scope')) return 'outside the boundary';
  // With this policy a file outside is only mentioned among the notes: claiming "in scope" could be false.
  return scopePolicy === 'note' ? 'files outside the boundary are only noted' : 'in scope';
}

function checkLine(check: CheckResult, { glyphs }: BriefSource): BriefLine {
  const time = check.outcome === 'skipped' ? '' : ` ${checkDuration(check.durationMs)}`;
  const looks: Record<CheckResult['outcome'], readonly [string, Meaning, string]> = {
    green: [glyphs.ok, 'good', 'green'],
    red: [glyphs.bad, 'bad', check.exit === null ? 'red' : `red, exit status ${check.exit}`],
    flaky: [glyphs.warn, 'warning', 'red, then green on the same commit'],
    infrastructure: [glyphs.warn, 'warning', 'did not run to its end'],
    skipped: [glyphs.skipped, 'dim', 'skipped'],
  };
  const [glyph, as, word] = looks[check.outcome];
  return [
    { text: `${indent}${glyph} ${check.name} `, as },
    { text: `${word}${time}`, as: check.outcome === 'green' ? 'plain' : as },
    { text: `  ${check.run}`, as: 'dim' },
  ];
}

function decisions({ session, columns, glyphs }: BriefSource): BriefLine[] {
  if (session.questions.length === 0) return [];
  const lines = [heading('Decided on the way')];
  for (const question of session.questions) {
    lines.push(...paragraph(`? ${question.text}`, columns));
    const answer = `${glyphs.pointer} ${answerWords(question)}`;
    lines.push(...paragraph(`${indent}${answer}`, columns, question.answer === null ? 'warning' : 'good'));
  }
  return lines;
}

function answerWords(question: Question): string {
  if (question.answer !== null) return question.answer.text;
  const proposed = question.default === null ? 'no recommendation' : `the agent's own choice: ${question.default}`;
  return question.withdrawn ? `never answered (${proposed})` : `not answered yet (${proposed})`;
}

function rounds({ session, columns, expanded }: BriefSource): BriefLine[] {
  const sent = session.messages.filter((message) => message.kind !== 'answers');
  if (sent.length === 0) return [];
  const lines = [heading('Earlier rounds')];
  for (const message of sent) {
    lines.push([{ text: `${indent}round ${message.round}: ${messageWords(message)}`, as: 'plain' }]);
    const text = wrapText(message.text, columns - 4).map((line): BriefLine => [{ text: `    ${line}`, as: 'dim' }]);
    lines.push(...cut(text, expanded ? Infinity : shortLines.note));
  }
  return lines;
}

function messageWords(message: Message): string {
  const held = message.delivered === null ? ', not yet taken by the agent' : '';
  switch (message.kind) {
    case 'red':
      return `red, sent back by the gate${held}`;
    case 'rejected':
      return `rejected by you${held}`;
    case 'note':
      return `your note${held}`;
    case 'answers':
      return `your answers${held}`;
  }
}

function history({ session, expanded, columns }: BriefSource): BriefLine[] {
  const shown = expanded ? session.history : session.history.slice(-shortLines.history);
  if (shown.length === 0) return [];
  const earlier = session.history.length - shown.length;
  const title = earlier > 0 ? `What happened (${earlier} earlier)` : 'What happened';
  return [heading(title), ...shown.flatMap(({ at, what }) => paragraph(`${timeOfDay(at)} ${what}`, columns, 'dim'))];
}

function heading(text: string): BriefLine {
  return [{ text, as: 'heading' }];
}

function paragraph(text: string, columns: number, as: Meaning = 'plain'): BriefLine[] {
  return wrapText(text, columns - indent.length).map((line) => [{ text: `${indent}${line}`, as }]);
}

function labelled(label: string, text: string, columns: number): BriefLine[] {
  const [first = '', ...rest] = wrapText(text, columns - indent.length - label.length - 2);
  const blanks = ' '.repeat(label.length + 2);
  return [
    [
      { text: `${indent}${label}: `, as: 'dim' },
      { text: first, as: 'plain' },
    ],
    ...rest.map((line): BriefLine => [{ text: `${indent}${blanks}${line}`, as: 'plain' }]),
  ];
}

function cut(lines: readonly BriefLine[], most: number): readonly BriefLine[] {
  // One line more costs no more room than saying that there is one.
  if (lines.length <= most + 1) return lines;
  return [...lines.slice(0, most), [{ text: `${indent}${lines.length - most} more lines`, as: 'dim' }]];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
