import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';

/**
 * The last prompt that we gave to a run, on its command line or by typing, kept in the run's folder: a later daemon can
 * tell it from what the person has typed. `sent`: Claude Code took it.
 * `back`: the part of it that was taken before, came back into the box, and is said again.
 */
const keptSchema = z.object({ text: z.string(), sent: z.boolean(), back: z.string().nullable() });
type KeptPrompt = z.infer<typeof keptSchema>;

function fileOf(runDir: string): string {
  return join(runDir, 'claude-prompt.json');
}

export function keepPrompt(runDir: string, prompt: KeptPrompt): void {
  writeFileSync(fileOf(runDir), JSON.stringify(prompt), { mode: 0o600 });
}

/** null when there is none, or a crash has cut it off. */
export function keptPrompt(runDir: string): KeptPrompt | null {
  let text: string;
  try {
    text = readFileSync(fileOf(runDir), 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
