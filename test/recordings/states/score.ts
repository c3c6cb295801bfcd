import type { Replayed } from './replay.ts';
import type { ShownState } from './shown-state.ts';
import type { StateRecording, TrueState } from './state-recording.ts';

/** Time in which a state was true, was shown, and both, ms. */
export interface Counts {
  true: number;
  shown: number;
  both: number;
}

export interface Score {
  readonly states: Map<TrueState | 'unknown', Counts>;
  /** How long after each change the new state was shown, ms. */
  readonly delays: number[];
  readonly misses: string[];
  /** A rest, an end or a dialog that never was, however short it was shown. */
  readonly false: string[];
  /** Ends of turns that asked something in prose: how many did, were noticed, were noticed rightly. */
  readonly prose: Counts;
}

/** After a change of the true state nothing is counted for so long, ms: the program itself needs time to do it. */
const grace = 1_000;
const step = 20;

export function newScore(): Score {
  return { states: new Map(), delays: [], misses: [], false: [], prose: { true: 0, shown: 0, both: 0 } };
}

/** Compares what was shown with what was true, in steps of time, and adds it to the score. */
export function addTo(score: Score, recording: StateRecording, replayed: Replayed): void {
  const truths = recording.entries.filter((entry) => entry.is === 'truth');
  const end = endOf(recording);
  addFalse(score, recording, replayed);
  for (const [index, truth] of truths.entries()) {
    const changed = truths[index - 1]?.state !== truth.state;
    const until = truths[index + 1]?.at ?? end;
    if (truth.state === 'ended') continue;
    const from = truth.at + (changed ? grace : 0);
    const right = (shown: ShownState): boolean => shown === truth.state || shown === truth.or;
    for (let at = from; at < until; at += step) {
      const shown = shownAt(replayed, at);
      count(score, right(shown) ? shown : truth.state, shown);
    }
    const atLast = shownAt(replayed, until - step);
    if (until - step > from && !right(atLast)) {
      score.misses.push(`${recording.name}: ${truth.state} from ${truth.at} to ${until} ms is shown as ${atLast}`);
    }
    const seen = replayed.shown.find(({ at, state }) => at >= truth.at && at <= until && state === truth.state);
    if (changed && seen !== undefined) score.delays.push(seen.at - truth.at);
    if (truth.state !== 'resting') continue;
    const asked = replayed.askedAt.some((at) => at >= truth.at && at <= until);
    if (truth.asks === true) score.prose.true++;
    if (asked) score.prose.shown++;
    if (asked && truth.asks === true) score.prose.both++;
  }
}

/** What must not be shown for a moment: somebody would act on it. */
const actedOn = new Set<ShownState>(['resting', 'interrupted', 'failed', 'permission', 'question', 'menu']);

/** Adds what was shown and was not true shortly before nor is shortly after, ms. */
function addFalse(score: Score, recording: StateRecording, { shown }: Replayed): void {
  const truths = recording.entries.filter((entry) => entry.is === 'truth');
  for (const { at, state, rule } of shown.filter((one) => actedOn.has(one.state))) {
    const near = truths.filter(
      (truth, index) => truth.at <= at + 100 && (truths[index + 1]?.at ?? Infinity) >= at - 500,
    );
    if (near.some((truth) => truth.state === state || truth.or === state)) continue;
    score.false.push(`${recording.name} at ${at} ms: ${state}, by ${rule}`);
  }
}

/** A scene is left as it is for so long, ms, after its last change; an agent at rest says nothing meanwhile. */
const leftAlone = 2_000;

/** When a recording is over, ms since its start. */
export function endOf({ entries }: StateRecording): number {
  const truth = entries.findLast((entry) => entry.is === 'truth')?.at ?? 0;
  return Math.max(entries.at(-1)?.at ?? 0, truth + leftAlone);
}

function shownAt({ shown }: Replayed, at: number): ShownState {
  return shown.findLast((one) => one.at <= at)?.state ?? 'starting';
}

function count({ states }: Score, truth: TrueState | 'unknown', shown: ShownState): void {
  const of = (state: TrueState | 'unknown'): Counts => {
    const counts = states.get(state) ?? { true: 0, shown: 0, both: 0 };
    states.set(state, counts);
    return counts;
  };
  of(truth).true += step;
  of(shown).shown += step;
  if (truth === shown) of(truth).both += step;
}

/** As a percentage with one digit; 100 where there is nothing. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((1000 * part) / whole) / 10;
}

/** A table: each state's precision, recall and seconds. */
export function tableOf(agent: string, { states, delays, prose }: Score): string {
  const rows = [...states]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([state, { true: was, shown, both }]) => {
      const cells = [percent(both, shown), percent(both, was), was / 1000].map((cell) => cell.toFixed(1).padStart(9));
      return `${agent.padEnd(10)}${state.padEnd(14)}${cells.join('')}`;
    });
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  rows.push(
    `${agent.padEnd(10)}shown after a change, program's own time included: median ${at(0.5)} ms, slowest ${at(1)} ms`,
    `${agent.padEnd(10)}questions in prose: ${prose.both} of ${prose.true} noticed, ${prose.shown - prose.both} too many`,
  );
  return rows.join('\n');
}
