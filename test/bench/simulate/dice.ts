/** Chance that is the same for the same seed. */
export interface Dice {
  /** From 0 up to 1. */
  roll(): number;
  happens(chance: number): boolean;
  between(least: number, most: number): number;
  /** Log-normal with this median; `spread` is the standard deviation of its logarithm. */
  around(median: number, spread: number): number;
  /** Poisson. */
  count(mean: number): number;
  /** A series of its own, that does not move when others are drawn from. */
  apart(name: number): Dice;
}

export function diceOf(seed: number): Dice {
  const roll = mulberry(seed);
  return {
    roll,
    happens: (chance) => roll() < chance,
    between: (least, most) => least + roll() * (most - least),
    around: (median, spread) => median * Math.exp(spread * normal(roll)),
    count: (mean) => poisson(roll, mean),
    apart: (name) => diceOf(Math.imul(seed ^ 0x9e_37_79_b9, 2_654_435_761) + Math.imul(name + 1, 40_503)),
  };
}

/** Small, and the same everywhere. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(roll: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
}

function poisson(roll: () => number, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = roll(); product > limit; product *= roll()) count++;
  return count;
}
