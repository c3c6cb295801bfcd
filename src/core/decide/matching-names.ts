/** "agents: a, b, c" or that there are none: the hint when a name is not known. */
export function matchingNames(what: string, names: readonly string[]): string {
  return names.length === 0 ? `the configuration defines no ${what}` : `${what}: ${names.join(', ')}`;
}
