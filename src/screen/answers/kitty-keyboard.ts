import type { Terminal } from '@xterm/headless';

import { parameter } from '../emulator/parameters.ts';

/** Deeper stacks forget their oldest entry, so that a program can't make them grow for ever. */
const deepest = 32;

/** All flags of the protocol: disambiguate, event types, alternate keys, all as escapes, text. */
const knownFlags = 31;

/** The kitty keyboard flags a program asked for; the main and the alternate screen have a stack each. */
export class KittyKeyboard {
  readonly #terminal: Terminal;
  #stacks: { normal: number[]; alternate: number[] } = { normal: [], alternate: [] };

  /** Listens to the sequences of the protocol; `reply` gets the answer to `CSI ? u`. */
  constructor(terminal: Terminal, reply: (answer: string) => void) {
    this.#terminal = terminal;
    const on = (prefix: string, act: (parameters: (number | number[])[]) => void): void => {
      terminal.parser.registerCsiHandler({ prefix, final: 'u' }, (parameters) => {
        act(parameters);
        return true;
      });
    };
    on('?', (parameters) => {
      // With a number it is an answer that came back by an echo.
      if (parameter(parameters, 0, 0) === 0) reply(`\x1b[?${this.flags}u`);
    });
    on('>', (parameters) => this.#push(parameter(parameters, 0, 0)));
    on('<', (parameters) => this.#pop(Math.max(1, parameter(parameters, 0, 1))));
    on('=', (parameters) => this.#set(parameter(parameters, 0, 0), parameter(parameters, 1, 1)));
    terminal.parser.registerEscHandler({ final: 'c' }, () => {
      this.#stacks = { normal: [], alternate: [] };
      return false;
    });
  }

  /** The flags in force on the screen that shows, 0 when none. */
  get flags(): number {
    return this.#stack.at(-1) ?? 0;
  }

  /** Both stacks, oldest first: for a checkpoint. */
  get stacks(): { readonly normal: readonly number[]; readonly alternate: readonly number[] } {
    return this.#stacks;
  }

  /** Takes both stacks from a checkpoint. */
  restore(stacks: { readonly normal: readonly number[]; readonly alternate: readonly number[] }): void {
    this.#stacks = { normal: stacks.normal.slice(-deepest), alternate: stacks.alternate.slice(-deepest) };
  }

  get #stack(): number[] {
    return this.#stacks[this.#terminal.buffer.active.type];
  }

  #push(flags: number): void {
    this.#stack.push(flags & knownFlags);
    if (this.#stack.length > deepest) this.#stack.shift();
  }

  #pop(count: number): void {
    this.#stack.splice(Math.max(0, this.#stack.length - count));
  }

  #set(flags: number, how: number): void {
    const known = flags & knownFlags;
    const next = how === 2 ? this.flags | known : how === 3 ? this.flags & ~known : known;
    if (this.#stack.length === 0) this.#stack.push(next);
    else this.#stack[this.#stack.length - 1] = next;
  }
}
