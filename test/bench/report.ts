import type { Budget, Measure, Row, Samples } from './measure.ts';
import type { Ran } from './run-measure.ts';
import { median, summarize } from './statistics.ts';

/** A number with the lowest and the highest round. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One finished line. */
export interface Result {
  readonly measure: string;
  readonly name: string;
  readonly means: string;
  readonly unit: string;
  readonly rival: string | null;
  readonly budget: Budget | null;
  readonly ours: Figure | null;
  readonly theirs: Figure | null;
  /** Median of the rounds' ratios. */
  readonly ratio: number | null;
  /** null: no budget, or nothing to judge it by. */
  readonly met: boolean | null;
  readonly failed: boolean;
}

/** Judges each row of a measure by its rounds. */
export function judgeMeasure(measure: Measure, ran: Ran): Result[] {
  return measure.rows.map((row) => {
    const ours = figure(ran.rounds['ours'] ?? [], row);
    const theirs = row.rival === null ? null : figure(ran.rounds[row.rival] ?? [], row);
    const ratio = row.rival === null ? null : ratioOf(ran.rounds['ours'] ?? [], ran.rounds[row.rival] ?? [], row);
    const { name, means, unit, rival, budget } = row;
    const met = ours === null ? null : judge(budget, { ours: ours.value, theirs: theirs?.value ?? null, ratio });
    const failed = ran.failure !== null;
    return { measure: measure.name, name, means, unit, rival, budget, ours, theirs, ratio, met, failed };
  });
}

function samplesOf(samples: Samples, row: Row): readonly number[] {
  const found = samples[row.sample] ?? [];
  return typeof found === 'number' ? [found] : found;
}

/** All samples of all rounds as one number, with the lowest and the highest round. */
function figure(rounds: readonly Samples[], row: Row): Figure | null {
  const all = rounds.flatMap((samples) => samplesOf(samples, row));
  if (all.length === 0) return null;
  const each = perRound(rounds, row);
  return { value: summarize(all, row.statistic), low: Math.min(...each), high: Math.max(...each) };
}

function perRound(rounds: readonly Samples[], row: Row): number[] {
  return rounds
    .map((samples) => summarize(samplesOf(samples, row), row.statistic))
    .filter((value) => !Number.isNaN(value));
}

function ratioOf(ours: readonly Samples[], theirs: readonly Samples[], row: Row): number | null {
  const rival = perRound(theirs, row);
  const ratios = perRound(ours, row)
    .map((value, round) => value / (rival[round] ?? 0))
    .filter((ratio) => Number.isFinite(ratio));
  return ratios.length === 0 ? null : median(ratios);
}

function judge(
  budget: Budget | null,
  { ours, theirs, ratio }: { ours: number; theirs: number | null; ratio: number | null },
): boolean | null {
  if (budget === null) return null;
  const checks: (boolean | null)[] = [];
  if (budget.ours !== undefined) checks.push(ours <= budget.ours);
  if (budget.ratio !== undefined) checks.push(ratio === null ? null : ratio <= budget.ratio);
  if (budget.over !== undefined) checks.push(theirs === null ? null : ours <= theirs + budget.over);
  if (checks.includes(false)) return false;
  return checks.includes(null) ? null : true;
}

/** A row's budget in words. */
export function budgetWords({ budget, unit, rival }: Pick<Row, 'budget' | 'unit' | 'rival'>): string {
  if (budget === null) return '-';
  const words = [
    budget.ours === undefined ? '' : `${budget.ours} ${unit}`,
    budget.ratio === undefined ? '' : `${short(budget.ratio)}x`,
    budget.over === undefined ? '' : `${rival ?? 'rival'} + ${budget.over} ${unit}`,
  ];
  return `<= ${words.filter((word) => word !== '').join(' and ')}`;
}

/** Lines of results as a table of text. */
export function table(results: readonly Result[]): string {
  const lines = results.map((result) => [
    result.name,
    figureWords(result.ours, result.unit),
    result.rival === null ? '-' : `${result.rival} ${figureWords(result.theirs, result.unit)}`,
    result.ratio === null ? '-' : `${short(result.ratio)}x`,
    budgetWords(result),
    metWords(result),
  ]);
  const all = [['measure', 'ours', 'rival', 'ratio', 'budget', 'met?'], ...lines];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...all.map((cells) => (cells[column] ?? '').length)));
  return all
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(' | ')
        .trimEnd(),
    )
    .join('\n');
}

function metWords({ met, failed, ours, budget }: Result): string {
  if (failed) return 'could not run';
  if (ours === null) return 'not measured';
  if (budget === null) return '-';
  return met === null ? 'not judged' : met ? 'yes' : 'NO';
}

function figureWords(found: Figure | null, unit: string): string {
  if (found === null) return 'not measured';
  const spread = found.low === found.high ? '' : ` (${short(found.low)}..${short(found.high)})`;
  return `${short(found.value)} ${unit}${spread}`;
}

/** Three digits that matter. */
function short(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || size >= 100) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : size >= 0.995 ? value.toFixed(2) : value.toPrecision(2);
}
