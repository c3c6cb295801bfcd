import { explainReasons, summariseVerdict } from '../core/explain-verdict.ts';
import { type Session, saidOf } from '../core/session.ts';
import { type ChangedFile, type CheckResult, type Verdict, countLines } from '../core/verdict.ts';
import { span } from './time-words.ts';

const glyph = { green: '✓', red: '✗', flaky: '~', infrastructure: '?', skipped: '-' } as const;

/** What is known about a round: goal, the agent's own words, the gate's findings, decisions made on the way. */
export function evidenceLines(session: Session): string[] {
  return [
    ...part('goal', session.task.prompt.trim()),
    ...part('summary', saidOf(session)),
    ...session.evidence.map((file) => `evidence: ${file.name}`),
    ...(session.verdict === null ? [] : verdictLines(session.verdict)),
    ...session.questions
      .filter((question) => question.answer !== null)
      .map((question) => `decided: ${question.text} -> ${question.answer?.text ?? ''}`),
  ];
}

/** The gate's findings: verdict, checks with their times, files, and reasons when it is red. */
export function verdictLines(verdict: Verdict): string[] {
  const { added, removed } = countLines(verdict.files);
  const files = `${verdict.files.length} ${verdict.files.length === 1 ? 'file' : 'files'} +${added} -${removed}`;
  return [
    `gate: ${verdict.kind}, ${verdict.kind === 'red' ? '' : `${summariseVerdict(verdict)}, `}on ${verdict.target.slice(0, 7)}`,
    ...verdict.checks.map(checkLine),
    files,
    ...verdict.files.map((file) => `  ${fileLine(file)}`),
    ...verdict.notes.map((note) => `note: ${note}`),
    ...(verdict.reasons.length === 0 ? [] : explainReasons(verdict).split('\n')),
  ];
}

function checkLine(check: CheckResult): string {
  const time = check.outcome === 'skipped' ? '' : ` ${span(check.durationMs)}`;
  return `  ${glyph[check.outcome]} ${check.name} ${check.outcome}${time}: ${check.run}`;
}

function fileLine(file: ChangedFile): string {
  const lines = file.added === null || file.removed === null ? 'binary' : `+${file.added} -${file.removed}`;
  const from = file.from === undefined ? '' : ` (from ${file.from})`;
  return `${file.status.padEnd(8)} ${file.path}${from} ${lines}`;
}

function part(name: string, text: string): string[] {
  return text === '' ? [] : [`${name}: ${text}`];
}
