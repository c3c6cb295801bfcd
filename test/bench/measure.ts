/** Numbers of one round by key; several where a round takes many samples. */
export type Samples = Readonly<Record<string, number | readonly number[]>>;

/** How the samples of a round, and of all rounds, become one number. */
export type Statistic = 'p50' | 'p95' | 'p99' | 'max' | 'sum';

/** What terminal.md asks for; all that is named must hold. */
export interface Budget {
  /** At most this, in the row's unit. */
  readonly ours?: number;
  /** At most so many times the rival's. */
  readonly ratio?: number;
  /** At most so much more than the rival's, in the row's unit. */
  readonly over?: number;
}

/** One line of the table. */
export interface Row {
  readonly name: string;
  /** What the number is, in a sentence. */
  readonly means: string;
  readonly unit: string;
  /** null: shown for honesty, terminal.md names no budget for it. */
  readonly budget: Budget | null;
  /** The side that it is compared with; null: there is no counterpart. */
  readonly rival: string | null;
  /** Key of the samples. */
  readonly sample: string;
  readonly statistic: Statistic;
}

/** One side does one round. */
export type Side = (round: number) => Promise<Samples>;

/** A measure that is set up: each side can do rounds now. `ours` is one of them. */
export interface Opened extends AsyncDisposable {
  readonly sides: Readonly<Record<string, Side>>;
  /** Told in the report: what could not be had, or what was measured instead. */
  readonly notes?: readonly string[];
}

/** How a run was asked for. */
export interface Course {
  readonly quick: boolean;
  /** Whether tmux is there. */
  readonly tmux: boolean;
  /** Seconds in a full run and in a quick one. */
  readonly seconds: (full: number, quick: number) => number;
  /** A folder for the run's own files. */
  readonly folder: string;
}

/** Closely related rows that are measured together. */
export interface Measure {
  readonly name: string;
  readonly rows: readonly Row[];
  /** At most so many rounds; for what is counted and does not vary. */
  readonly mostRounds?: number;
  open(course: Course): Promise<Opened>;
}

/** Rows that have most in common. */
export function rowsOf<Common extends Partial<Row>>(
  common: Common,
  rows: readonly (Omit<Row, keyof Common> & Partial<Row>)[],
): Row[];
export function rowsOf(common: Partial<Row>, rows: readonly Partial<Row>[]): Partial<Row>[] {
  return rows.map((row) => ({ ...common, ...row }));
}
