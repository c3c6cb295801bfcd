import { type Finding, findingLine } from '../../core/model/findings.ts';
import { counted } from '../../core/words/counted.ts';
import { type BriefLine, type BriefSource, cut, heading, loud, point } from './brief-line.ts';

/** Lines of findings that are only noted, before they are cut. */
const shortNotes = 6;

/** Findings that a person has to have seen before approving, or that made the work red: loud, all of them. */
export function loudFindings(source: BriefSource): BriefLine[] {
  const findings = source.verdict?.findings ?? [];
  const red = findings.filter(({ policy }) => policy === 'red');
  const acknowledge = findings.filter(({ policy }) => policy === 'acknowledge');
  const { bad, warn } = source.glyphs;
  return [
    ...listed(source, { title: 'RED', findings: red, mark: bad }),
    ...listed(source, { title: 'TO ACKNOWLEDGE', findings: acknowledge, mark: warn }),
  ];
}

function listed(
  { columns }: BriefSource,
  { title, findings, mark }: { title: string; findings: readonly Finding[]; mark: string },
): BriefLine[] {
  if (findings.length === 0) return [];
  const as = title === 'RED' ? 'bad' : 'warning';
  return [
    loud(`${counted(findings.length, 'FINDING').replace('FINDINGs', 'FINDINGS')} ${title}`),
    ...findings.flatMap((finding) => point({ mark, text: findingLine(finding), columns, as })),
  ];
}

/** What is only said. */
export function notedFindings({ verdict, columns, glyphs, expanded }: BriefSource): BriefLine[] {
  const noted = (verdict?.findings ?? []).filter(({ policy }) => policy === 'note');
  if (noted.length === 0) return [];
  const lines = noted.flatMap((finding) =>
    point({ mark: glyphs.dot, text: findingLine(finding), columns, as: 'plain' }),
  );
  return [heading('Also noticed in the change'), ...cut(lines, expanded ? Infinity : shortNotes)];
}
