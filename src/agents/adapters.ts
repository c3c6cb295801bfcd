import type { Adapter } from './adapter.ts';
import { codex } from './codex.ts';

/** The agents that are known without being configured. One line each; how to write one: README.md beside this file. */
const builtIn: readonly Adapter[] = [codex];

/** The adapter of this name; undefined when there is none. */
export function adapterNamed(name: string): Adapter | undefined {
  return builtIn.find((adapter) => adapter.name === name);
}

export const adapterNames: readonly string[] = builtIn.map((adapter) => adapter.name);
