import type { OuterTerminal } from '../../bench/kit/outer-terminal.ts';

const escape = '\u001B';
const bell = '\u0007';

/** Counts how often a dashboard called the person: a bell that ends no sequence, or a notification of the terminal's. */
export class Calls {
  count = 0;
  /** Since the last escape: null outside of an operating system command. */
  #command: string | null = null;
  #escaped = false;

  listen(terminal: OuterTerminal): void {
    this.#command = null;
    terminal.listen((bytes) => {
      for (const character of bytes.toString('latin1')) this.#take(character);
    });
  }

  #take(character: string): void {
    const escaped = this.#escaped;
    this.#escaped = character === escape;
    if (escaped && character === ']') this.#command = '';
    else if (this.#command === null) this.count += character === bell ? 1 : 0;
    else if (character === bell || character === escape) this.#end(this.#command);
    else this.#command += character;
  }

  #end(command: string): void {
    this.#command = null;
    if (command.startsWith('9;')) this.count += 1;
  }
}
