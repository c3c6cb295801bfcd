import { type Token, isMark, isOpener, splitAt, written } from './tokens.ts';

/** A call in a language with braces. */
export interface BraceCall {
  /** What it is called on, as written; '' for a plain function. */
  readonly on: string;
  readonly name: string;
  readonly args: readonly (readonly Token[])[];
  /** The tokens from the beginning of what it is called on to the closing bracket. */
  readonly from: number;
  readonly to: number;
}

/** The call whose name stands at the place; undefined when none is called there. */
export function callAt(tokens: readonly Token[], partner: Int32Array, at: number): BraceCall | undefined {
  const name = tokens[at];
  const end = partner[at + 1] ?? -1;
  if (name?.kind !== 'word' || !isMark(tokens[at + 1], '(') || end <= at) return undefined;
  const from = chainStart(tokens, partner, at);
  const on = from === at ? '' : written(tokens.slice(from, at - 1));
  return { on, name: name.text, args: splitAt(tokens.slice(at + 2, end), ','), from, to: end + 1 };
}

function chainStart(tokens: readonly Token[], partner: Int32Array, at: number): number {
  let start = at;
  // A longer chain begins in its middle.
  for (let links = 0; links < 40 && (isMark(tokens[start - 1], '.') || isMark(tokens[start - 1], '::')); links += 1) {
    let before = start - 2;
    // `f(x).g` and `f[x].g` begin with f.
    while (before > 0 && tokens[before]?.kind === 'mark' && (partner[before] ?? -1) >= 0 && !isOpener(tokens[before])) {
      before = (partner[before] ?? 0) - 1;
    }
    if (before < 0 || tokens[before]?.kind === 'mark') return start;
    start = before;
  }
  return start;
}
