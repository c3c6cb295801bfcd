import { findingLine } from '../model/findings.ts';
import type { Session } from '../model/session.ts';
import type { Verdict } from '../model/verdict.ts';

/** Something that a person has to say they know of before the work is approved. */
export interface ToAcknowledge {
  /** What goes into the approval. */
  readonly word: 'unchecked' | 'flaky' | 'findings';
  /** A whole sentence. */
  readonly says: string;
  /** The same thing has the same key in a verdict on another target, where its line may be another one. */
  readonly key: string;
}

/** All that a verdict asks a person to know of; the same word may come several times. */
export function mustAcknowledge(verdict: Verdict): ToAcknowledge[] {
  const asked: ToAcknowledge[] = [];
  if (verdict.kind === 'unchecked') {
    asked.push({ word: 'unchecked', says: 'nothing was verified: no check is configured', key: 'unchecked' });
  }
  for (const { name, flake } of verdict.checks) {
    if (verdict.kind !== 'flaky' || flake === null || flake.known !== null) continue;
    const tests = flake.tests.length === 0 ? '' : ` (${flake.tests.map(({ title }) => title).join(', ')})`;
    const says = `check ${name} is flaky${tests}: red in ${flake.reds} of ${flake.runs} runs, and never on the target`;
    asked.push({ word: 'flaky', says, key: `flaky ${name}${tests}` });
  }
  if (verdict.kind === 'flaky' && !asked.some(({ word }) => word === 'flaky')) {
    asked.push({ word: 'flaky', says: 'a check is flaky, and is not on the target', key: 'flaky' });
  }
  for (const finding of verdict.findings) {
    if (finding.policy !== 'acknowledge') continue;
    const { rule, file, says } = finding;
    asked.push({ word: 'findings', says: findingLine(finding), key: `${rule} ${file} ${says}` });
  }
  return asked;
}

/**
 * What is still to be acknowledged of a session's verdict. Who takes a landing back has asked for all that its reversal
 * brings with it; only a new flake is none of that.
 */
export function stillToAcknowledge(
  { verdict, undoes }: Pick<Session, 'verdict' | 'undoes'>,
  acknowledged: readonly string[],
): ToAcknowledge[] {
  if (verdict === null) return [];
  return mustAcknowledge(verdict).filter(
    ({ word }) => !acknowledged.includes(word) && (undoes === null || word === 'flaky'),
  );
}

/** What a later verdict asks that was not said when the earlier one was approved with these words. */
export function newlyAsked(later: Verdict, earlier: Verdict | null, acknowledged: readonly string[]): ToAcknowledge[] {
  const known = new Set((earlier === null ? [] : mustAcknowledge(earlier)).map(({ key }) => key));
  return mustAcknowledge(later).filter(({ word, key }) => !acknowledged.includes(word) || !known.has(key));
}

/** The words that the taking back of a landing is approved with by its very request. */
export const undoAcknowledges: readonly ToAcknowledge['word'][] = ['unchecked', 'findings'];
