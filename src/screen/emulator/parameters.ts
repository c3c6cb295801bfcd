/** A CSI parameter list as xterm hands it to handlers. */
export type Parameters = readonly (number | readonly number[])[];

/** The parameter at `index`, or `fallback` when it is absent, zero counting as given. */
export function parameter(parameters: Parameters, index: number, fallback: number): number {
  const value = parameters[index];
  return typeof value === 'number' ? value : fallback;
}
