import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  /** The prompt that is to be typed when the program rests first; null: it has it. */
  prompt: z.string().nullable(),
  /** A turn is under way: the next rest is its end. */
  turn: z.boolean(),
  /** The last line of the prompt that began it; null: not known. */
  last: z.string().nullable(),
  /** The program's last word about itself by OSC 7501; null: it does not speak it, as far as was heard. */
  status: z.string().nullable(),
});
type Notes = z.infer<typeof schema>;

/**
 * What a screen does not tell and a later daemon has to know: whether the prompt was typed, and whether a turn is under
 * way. Kept in the run's folder.
 */
export class RunNotes {
  readonly #file: string;
  #notes: Notes;

  constructor(runDir: string) {
    this.#file = fileIn(runDir);
    this.#notes = schema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
  }

  /** Notes of a run that begins. `prompt` null: it is in its command. */
  static begin(runDir: string, prompt: string | null): void {
    write(fileIn(runDir), { prompt, turn: prompt === null, last: null, status: null });
  }

  get prompt(): string | null {
    return this.#notes.prompt;
  }

  get turn(): boolean {
    return this.#notes.turn;
  }

  get last(): string | null {
    return this.#notes.last;
  }

  get status(): string | null {
    return this.#notes.status;
  }

  heard(status: string): void {
    this.#change({ status });
  }

  /** To be noted before it is typed: a crash in between must not make it arrive twice. */
  promptTyped(): void {
    this.#change({ prompt: null });
  }

  begun(prompt: string | null): void {
    this.#change({ turn: true, last: prompt?.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? null });
  }

  setTurn(turn: boolean): void {
    if (turn !== this.turn) this.#change({ turn });
  }

  #change(change: Partial<Notes>): void {
    this.#notes = { ...this.#notes, ...change };
    write(this.#file, this.#notes);
  }
}

function fileIn(runDir: string): string {
  return join(runDir, 'screen-notes.json');
}

/** Whole or not at all. */
function write(file: string, notes: Notes): void {
  writeFileSync(`${file}.new`, JSON.stringify(notes), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
