import type { Adapter } from './adapter.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { gemini } from './gemini.ts';
import { generic } from './generic.ts';
import { opencode } from './opencode.ts';
import { pi } from './pi.ts';
import { qwen } from './qwen.ts';

/** The agents that are known without being configured, one a line; how to write one: README.md beside this file. */
// oxfmt-ignore
const builtIn: readonly Adapter[] = [
  claude,
  codex,
  opencode,
  gemini,
  qwen,
  pi,
  generic,
];

/** The adapter of this name; undefined when there is none. */
export function adapterNamed(name: string): Adapter | undefined {
  return builtIn.find((adapter) => adapter.name === name);
}

/** Those that a task can name without any configuration: they know their program. */
export const adapterNames: readonly string[] = builtIn
  .filter((adapter) => adapter.program !== '')
  .map((adapter) => adapter.name);
