import { clashSentence, clashesOf } from '../core/rules/clashes.ts';
import {
  checkAsides,
  evidenceInWords,
  flakeInWords,
  oldTestsInWords,
  outlookInWords,
  testInWords,
} from '../core/words/evidence-words.ts';
import { explainReasons, summariseVerdict } from '../core/words/explain-verdict.ts';
import { type Finding, findingLine } from '../core/model/findings.ts';
import { type Session, saidOf } from '../core/model/session.ts';
import { type ChangedFile, type CheckResult, type Verdict, countLines } from '../core/model/verdict.ts';
import type { World } from '../core/model/world.ts';
import { span } from './time-words.ts';
import { hanging } from './wrapped.ts';

const glyph = { green: '✓', red: '✗', flaky: '~', infrastructure: '?', skipped: '-' } as const;
const policies = {
  red: { glyph: '✗', words: 'red' },
  acknowledge: { glyph: '!', words: 'to acknowledge' },
  note: { glyph: '·', words: 'noted' },
} as const;

/** What the lines are about, and how wide they may be. */
export interface EvidenceSubject {
  readonly world: World;
  readonly session: Session;
  readonly columns: number;
}

/** What is known about a round: goal, the agent's own words, what was handed in, the gate's results, decisions made on the way. */
export function evidenceLines(subject: EvidenceSubject): string[] {
  const { session, columns } = subject;
  const part = (name: string, text: string): string[] => (text === '' ? [] : hanging(`${name}: `, text, columns));
  return [
    ...part('goal', session.task.prompt.trim()),
    ...part('summary', saidOf(session)),
    ...handedInLines(subject),
    ...verdictLines(subject),
    ...session.questions
      .filter((question) => question.answer !== null)
      .flatMap((question) => part('decided', `${question.text} -> ${question.answer?.text ?? ''}`)),
  ];
}

/** The files that the agent handed in: kind, size, and where they are kept. */
export function handedInLines({ session, columns }: EvidenceSubject): string[] {
  return session.evidence.flatMap((file) => [
    ...hanging('evidence: ', `${file.name} (${evidenceInWords(file, session.round)})`, columns),
    // A path is for copying: it is never broken.
    `          ${file.path}`,
  ]);
}

/** The gate's results: verdict, checks, the target's own tests, findings, files, conflicts to come, and reasons when it is red. */
export function verdictLines(subject: EvidenceSubject): string[] {
  const { world, session, columns } = subject;
  const { verdict, outlook } = session;
  const target = world.repos[session.repo]?.target ?? 'the target';
  const clashes = clashesOf(world, session).flatMap((clash) => hanging('! ', clashSentence(clash, target), columns));
  if (verdict === null) return clashes;
  const { added, removed } = countLines(verdict.files);
  const files = `${verdict.files.length} ${verdict.files.length === 1 ? 'file' : 'files'} +${added} -${removed}`;
  const words = verdict.kind === 'red' ? '' : `${summariseVerdict(verdict)}, `;
  const { oldTests } = verdict;
  return [
    ...hanging('gate: ', `${verdict.kind}, ${words}on ${target} ${verdict.target.slice(0, 7)}`, columns),
    ...(outlook === null ? [] : hanging('! ', outlookInWords(outlook, target), columns)),
    ...checkLines(verdict.checks, { target, columns }),
    ...(oldTests === null ? [] : oldTestsLines(oldTests, { target, columns })),
    ...findingLines(verdict.findings, columns),
    ...clashes,
    files,
    ...verdict.files.map((file) => `  ${fileLine(file)}`),
    ...verdict.notes.flatMap((note) => hanging('note: ', note, columns)),
    ...(verdict.reasons.length === 0 ? [] : explainReasons(verdict).split('\n')),
  ];
}

interface Words {
  readonly target: string;
  readonly columns: number;
}

function timeOf(check: CheckResult): string {
  return check.outcome === 'skipped' ? '' : span(check.durationMs);
}

/** The checks as a table; what a check says more stands below its name. */
function checkLines(checks: readonly CheckResult[], { target, columns }: Words): string[] {
  const widest = (wordOf: (check: CheckResult) => string): number =>
    Math.max(0, ...checks.map((check) => wordOf(check).length));
  const [names, outcomes, times] = [widest(({ name }) => name), widest(({ outcome }) => outcome), widest(timeOf)];
  const below = ' '.repeat(4 + names + 2);
  return checks.flatMap((check) => {
    const columnsOfIt = [check.name.padEnd(names), check.outcome.padEnd(outcomes), timeOf(check).padStart(times)];
    const asides = checkAsides(check);
    return [
      ...hanging(`  ${glyph[check.outcome]} ${columnsOfIt.join('  ')}  `, check.run, columns),
      ...(asides.length === 0 ? [] : hanging(below, asides.join(', '), columns)),
      ...(check.flake === null ? [] : hanging(below, flakeInWords(check.flake, target), columns)),
      ...(check.flake?.tests.flatMap((test) => hanging(`${below}  `, testInWords(test), columns)) ?? []),
    ];
  });
}

function oldTestsLines(oldTests: NonNullable<Verdict['oldTests']>, { target, columns }: Words): string[] {
  const mark = oldTests.outcome === 'green' ? '✓' : '!';
  return [
    ...hanging(`  ${mark} `, oldTestsInWords(oldTests, target), columns),
    ...oldTests.failed.flatMap((test) => hanging('      ', testInWords(test), columns)),
  ];
}

/** The weightiest first: what made it red, what is to be acknowledged, what is only noted. */
function findingLines(findings: readonly Finding[], columns: number): string[] {
  return (['red', 'acknowledge', 'note'] as const).flatMap((policy) => {
    const some = findings.filter((finding) => finding.policy === policy);
    if (some.length === 0) return [];
    const { glyph: mark, words } = policies[policy];
    return [
      `${some.length} ${some.length === 1 ? 'finding' : 'findings'}, ${words}:`,
      ...some.flatMap((finding) => hanging(`  ${mark} `, findingLine(finding), columns)),
    ];
  });
}

function fileLine(file: ChangedFile): string {
  const lines = file.added === null || file.removed === null ? 'binary' : `+${file.added} -${file.removed}`;
  const from = file.from === undefined ? '' : ` (from ${file.from})`;
  return `${file.status.padEnd(8)} ${file.path}${from} ${lines}`;
}
