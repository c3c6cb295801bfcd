import type { Course, Measure, Samples } from './measure.ts';

/** What the rounds of one measure gave. */
export interface Ran {
  /** Side to its rounds. */
  readonly rounds: Readonly<Record<string, readonly Samples[]>>;
  readonly notes: readonly string[];
  /** Why it could not run. */
  readonly failure: string | null;
}

/** Sets a measure up and has its sides do rounds in turn: whatever else goes on on the machine meets all of them. */
export async function runMeasure(measure: Measure, course: Course, wanted: number): Promise<Ran> {
  const rounds: Record<string, Samples[]> = {};
  const notes: string[] = [];
  try {
    await using opened = await measure.open(course);
    notes.push(...(opened.notes ?? []));
    const sides = Object.entries(opened.sides);
    for (let round = 0; round < Math.min(wanted, measure.mostRounds ?? wanted); round++) {
      for (const [name, side] of sides) (rounds[name] ??= []).push(await side(round));
    }
    return { rounds, notes, failure: null };
  } catch (thrown) {
    // One measure that cannot run must not take the others with it; the exit status tells.
    return { rounds, notes, failure: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}
