import type { Finding } from '../../core/model/findings.ts';
import { selectedFile, shownPatch } from './review-content.ts';
import type { ReviewState } from './review-model.ts';
import type { Patch } from './patch.ts';
import { isAbout } from './risk.ts';

/** A finding with the file that it is read in. */
export interface PlacedFinding {
  readonly finding: Finding;
  /** Index into the state's files. */
  readonly file: number;
}

/** All findings in the order of reading: file by file, in each from the top. */
export function placedFindings({ files, verdict }: Pick<ReviewState, 'files' | 'verdict'>): readonly PlacedFinding[] {
  const findings = verdict?.findings ?? [];
  return files.flatMap((ranked, file) =>
    findings
      .filter((finding) => isAbout(finding, ranked.file))
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
      .map((finding) => ({ finding, file })),
  );
}

/** The findings of the selected file. */
export function findingsHere(state: ReviewState): readonly Finding[] {
  const file = selectedFile(state)?.file;
  return file === undefined ? [] : (state.verdict?.findings ?? []).filter((finding) => isAbout(finding, file));
}

/** The line of a patch that shows a line of one version of its file; null when it shows no such line. */
export function lineOfPatch(patch: Patch, { side, line }: { side: Finding['side']; line: number }): number | null {
  const numbers = side === 'target' ? patch.oldNumbers : patch.newNumbers;
  const at = numbers.indexOf(line);
  return at === -1 ? null : at;
}

const placed = new WeakMap<Patch, { findings: readonly Finding[]; lines: ReadonlyMap<number, readonly Finding[]> }>();

/** The findings of the patch that is shown, by its lines. */
export function findingLines(state: ReviewState): ReadonlyMap<number, readonly Finding[]> {
  const patch = shownPatch(state);
  const findings = state.verdict?.findings ?? [];
  if (patch === null || findings.length === 0) return new Map();
  const known = placed.get(patch);
  if (known?.findings === findings) return known.lines;
  const lines = new Map<number, Finding[]>();
  const isSince = selectedFile(state)?.against === 'reviewed';
  for (const finding of findingsHere(state)) {
    // What it is compared with has other numbers than the target.
    if (finding.line === null || (isSince && finding.side === 'target')) continue;
    const at = lineOfPatch(patch, { side: finding.side, line: finding.line });
    if (at !== null) lines.set(at, [...(lines.get(at) ?? []), finding]);
  }
  placed.set(patch, { findings, lines });
  return lines;
}

/** What is said of the line with the cursor, else of the file as a whole, else how much there is in it; '' for nothing. */
export function findingWords(state: ReviewState): string {
  if (state.page !== 'diff') return '';
  const all = findingsHere(state);
  const lines = findingLines(state);
  const under = lines.get(state.cursor) ?? [];
  const wide = all.filter((finding) => ![...lines.values()].some((some) => some.includes(finding)));
  const said = under.length > 0 ? under : wide;
  if (said.length > 0) return said.map(({ says, policy }) => `${policyWord[policy]}${says}`).join('; ');
  return all.length === 0 ? '' : `${all.length} ${all.length === 1 ? 'finding' : 'findings'} in this file`;
}

const policyWord = { red: 'red: ', acknowledge: '', note: '' } as const;
