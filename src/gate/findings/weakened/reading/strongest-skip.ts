/** Of all the ways in which a test is kept from running the one that always does, else the first. */
export function strongestSkip(all: readonly (string | null)[]): string | null {
  const skips = all.filter((one) => one !== null);
  return skips.find((skip) => !/\w?[iI]f\b|[uU]nless\b/.test(skip)) ?? skips[0] ?? null;
}
