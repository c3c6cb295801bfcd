import { evidenceInWords, oldTestsFail, oldTestsInWords } from '../../core/words/evidence-words.ts';
import type { Question } from '../../core/model/question.ts';
import { type Message, saidOf } from '../../core/model/session.ts';
import { timeOfDay } from '../text/duration.ts';
import { loudFindings, notedFindings } from './brief-findings.ts';
import { gateFound } from './brief-gate.ts';
import { comments, sinceReview } from './brief-rounds.ts';
import { type BriefLine, type BriefSource, cut, heading, indent, labelled, loud, paragraph } from './brief-line.ts';
import { wrapText } from './wrap-text.ts';

export type { BriefLine } from './brief-line.ts';

/** Lines of a long text before it is cut. */
const shortLines = { goal: 6, summary: 12, note: 4, history: 6 };

/**
 * The brief, line by line: what was asked, what changed since the last look, what the agent says, what the gate found, what
 * was decided on the way, how earlier rounds ended. The lines are at most `columns` wide where words can be broken.
 */
export function briefLines(source: BriefSource): readonly BriefLine[] {
  const sections = [
    [...verified(source), ...oldTests(source), ...loudFindings(source)],
    goal(source),
    sinceReview(source),
    comments(source),
    claims(source),
    gateFound(source),
    notedFindings(source),
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
          'It was red, and green when it was repeated on the same commit; on the target it never was red. You decide.',
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
  return [loud(said[0]), ...paragraph(said[1], columns, 'warning')];
}

/** The target's own tests speak against the work, which only a person can weigh. */
function oldTests({ verdict, targetName, columns }: BriefSource): BriefLine[] {
  if (verdict === null || verdict.oldTests === null || !oldTestsFail(verdict)) return [];
  return [loud('THE OLD TESTS FAIL'), ...paragraph(oldTestsInWords(verdict.oldTests, targetName), columns, 'warning')];
}

function goal({ session, expanded, columns }: BriefSource): BriefLine[] {
  const { task, undoes } = session;
  const lines = [heading('Goal'), ...paragraph(task.title, columns)];
  if (undoes !== null) lines.push(...paragraph(`It takes the landing of #${undoes.session} back.`, columns));
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
  // Nobody works on what takes a landing back.
  if (session.undoes !== null) return [];
  const lines = [heading('The agent says')];
  const said = saidOf(session);
  if (said === '') lines.push([{ text: `${indent}nothing: it ended without a summary`, as: 'dim' }]);
  else lines.push(...cut(paragraph(said, columns), expanded ? Infinity : shortLines.summary));
  if (session.evidence.length === 0) lines.push([{ text: `${indent}no evidence was handed in`, as: 'dim' }]);
  for (const evidence of session.evidence) {
    const size = evidenceInWords(evidence, session.round);
    lines.push(...labelled('evidence', `${evidence.name} (${size})`, columns));
    // A picture is looked at elsewhere: here is where it lies.
    if (evidence.kind !== 'text') lines.push(...labelled('      at', evidence.path, columns));
  }
  return lines;
}

function decisions({ session, columns, glyphs }: BriefSource): BriefLine[] {
  if (session.questions.length === 0) return [];
  const lines = [heading('Decided on the way')];
  for (const question of session.questions) {
    const about = question.widens.length === 0 ? '' : ` (widens the boundary by ${question.widens.join(', ')})`;
    lines.push(...paragraph(`? ${question.text}${about}`, columns));
    const answer = `${glyphs.pointer} ${answerWords(question)}`;
    lines.push(...paragraph(`${indent}${answer}`, columns, question.answer === null ? 'warning' : 'good'));
  }
  return lines;
}

function answerWords(question: Question): string {
  const { answer } = question;
  if (answer !== null) return answer.convention === undefined ? answer.text : `${answer.text} (by a kept answer)`;
  const proposed = question.default === null ? 'no recommendation' : `the agent's own choice: ${question.default}`;
  return question.withdrawn ? `never answered (${proposed})` : `not answered yet (${proposed})`;
}

function rounds({ session, columns, expanded }: BriefSource): BriefLine[] {
  const sent = session.messages.filter((message) => message.kind !== 'answers');
  if (sent.length === 0) return [];
  const lines = [heading('Earlier rounds')];
  for (const message of sent) {
    // What sent a round back belongs to the one after it.
    const round = message.kind === 'note' ? message.round : message.round - 1;
    lines.push([{ text: `${indent}round ${round}: ${messageWords(message)}`, as: 'plain' }]);
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
      // A person's, or what the machine told it: of a job that ended, of a clash.
      return `a note for the agent${held}`;
    case 'answers':
      return `your answers${held}`;
    case 'results':
      return `results of its tasks${held}`;
    case 'hand-over':
      return `a fresh context, with what was decided and done${held}`;
  }
}

function history({ session, expanded, columns }: BriefSource): BriefLine[] {
  const shown = expanded ? session.history : session.history.slice(-shortLines.history);
  if (shown.length === 0) return [];
  const earlier = session.history.length - shown.length;
  const title = earlier > 0 ? `What happened (${earlier} earlier)` : 'What happened';
  return [heading(title), ...shown.flatMap(({ at, what }) => paragraph(`${timeOfDay(at)} ${what}`, columns, 'dim'))];
}
