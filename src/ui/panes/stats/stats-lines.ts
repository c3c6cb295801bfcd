import { measureDefinitions, measureNotes } from '../../../core/measures/definitions.ts';
import type { Stats } from '../../../core/measures/stats.ts';
import { columnsOf, pad, wrap } from '../../text/fit.ts';
import { type StyledLine, fitLine, line } from '../../text/styled-line.ts';
import { conventionSection, questionSection, reviewSection, serialSection } from './person-sections.ts';
import type { Room, Section } from './stats-parts.ts';
import { checkSection, failureSection, flowSection, roundsSection, timeSection } from './work-sections.ts';

/** From so many columns on there are two side by side. */
const twoColumns = 150;

/** All measures as lines of this width. */
export function statsLines(stats: Stats, { columns, glyphs }: Room): StyledLine[] {
  const two = columns >= twoColumns;
  const width = two ? Math.floor((columns - 5) / 2) : columns - 2;
  const room = { columns: width, glyphs };
  const work = [flowSection(stats, room), timeSection(stats, room), failureSection(stats, room)];
  const person = [reviewSection(stats, room), questionSection(stats, room), serialSection(stats, room)];
  const rounds = roundsSection(stats, room);
  const last = [conventionSection(stats, room), checkSection(stats, room)].filter((section) => section !== null);
  const advice = adviceLines(stats, columns - 2);
  if (!two) return indented([...advice, ...[...work, ...person, rounds, ...last].flatMap(sectionLines)]);
  const left = [...work, rounds].flatMap(sectionLines);
  const right = [...person, ...last].flatMap(sectionLines);
  return indented([...advice, ...sideBySide(left, right, { columns: width, glyphs })]);
}

function sectionLines({ title, lines }: Section): StyledLine[] {
  return [line(title, 'accent', true), ...lines.map((each): StyledLine => [{ text: '  ' }, ...each]), []];
}

function adviceLines({ advice }: Stats, columns: number): StyledLine[] {
  if (advice === null) return [line('What would help most: too little has happened to say', 'quiet'), []];
  const { change, because, from, n } = advice;
  return [
    ...wrap(`What would help most: ${change}`, columns).map((text) => line(text, 'needsYou', true)),
    ...wrap(`  ${because}`, columns).map((text) => line(text)),
    ...wrap(`  from ${from} (n ${n})`, columns).map((text) => line(text, 'quiet')),
    [],
  ];
}

function indented(lines: readonly StyledLine[]): StyledLine[] {
  return lines.map((each) => (each.length === 0 ? each : [{ text: ' ' }, ...each]));
}

function sideBySide(
  left: readonly StyledLine[],
  right: readonly StyledLine[],
  { columns, glyphs }: Room,
): StyledLine[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index): StyledLine => {
    const kept = fitLine(left[index] ?? [], columns, glyphs.ellipsis);
    const used = kept.reduce((sum, { text }) => sum + columnsOf(text), 0);
    return [...kept, { text: ' '.repeat(columns - used + 3) }, ...(right[index] ?? [])];
  });
}

/** What each number is, as lines of this width. */
export function definitionLines(columns: number): StyledLine[] {
  const first = 30;
  const rows = measureDefinitions.flatMap(({ key, label, unit, definition }) => {
    const words = wrap(`${definition} [${unit}]`, Math.max(20, columns - first - 3));
    const named = [label, key];
    const count = Math.max(words.length, named.length);
    return Array.from({ length: count }, (_, index): StyledLine => [
      { text: ` ${pad(named[index] ?? '', first)} `, strong: index === 0, tone: index === 0 ? 'plain' : 'quiet' },
      { text: words[index] ?? '' },
    ]);
  });
  const notes = measureNotes.flatMap((note) => wrap(note, columns - 2).map((text) => line(` ${text}`, 'quiet')));
  return [...notes, [], ...rows];
}

/** Styled lines as plain text. */
export function plainLines(lines: readonly StyledLine[]): string[] {
  return lines.map((pieces) =>
    pieces
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}
