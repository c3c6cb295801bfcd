import { findingLine } from '../model/findings.ts';
import { type Session, saidOf } from '../model/session.ts';
import type { CheckResult, Verdict } from '../model/verdict.ts';

/** Forges take about 65,000 characters. */
const longestBody = 60_000;

/** What a person reads of a pull request: all that they would have seen in the review here. */
export function pullRequestBody(session: Session): string {
  const { task, verdict, evidence, questions } = session;
  const decided = questions.filter((question) => question.answer !== null);
  const text = [
    ...part('Goal', [task.prompt.trim()]),
    ...part('Summary', [saidOf(session)]),
    ...(verdict === null ? [] : part(`Checks on ${verdict.target.slice(0, 7)}`, checkLines(verdict))),
    ...(verdict === null ? [] : part('Found', foundLines(verdict))),
    ...part(
      'Evidence',
      evidence.map(({ name }) => `- ${name}`),
    ),
    ...part(
      'Decisions',
      decided.map(({ text: asked, answer }) => `- ${oneLine(asked)} → ${oneLine(answer?.text ?? '')}`),
    ),
    `Signalbox #${session.id}, round ${session.round}, agent ${task.agent}`,
  ].join('\n\n');
  return text.length <= longestBody ? text : `${text.slice(0, longestBody)}\n\n(cut)`;
}

function part(title: string, lines: readonly string[]): string[] {
  const text = lines.filter((line) => line !== '').join('\n');
  return text === '' ? [] : [`## ${title}`, text];
}

function checkLines({ checks, kind }: Verdict): string[] {
  return kind === 'unchecked' ? ['nothing was verified: no check is configured'] : checks.map(checkLine);
}

function checkLine({ name, outcome, durationMs, run, reused }: CheckResult): string {
  const time = outcome === 'skipped' ? '' : ` in ${(durationMs / 1000).toFixed(1)} s`;
  return `- ${name}: ${outcome}${time}${reused ? ', from an earlier run on the same files' : ''} (\`${oneLine(run)}\`)`;
}

function foundLines({ findings, notes }: Verdict): string[] {
  return [...findings.map((finding) => `- ${findingLine(finding)}`), ...notes.map((note) => `- ${note}`)];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
