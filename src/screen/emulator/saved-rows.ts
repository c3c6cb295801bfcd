import type { Terminal } from '@xterm/headless';

import type { InnerBuffer, Inside } from './inside.ts';

/**
 * Keeps the row of a saved cursor (DECSC) where it was on the screen. xterm ties it to the line, as long as its history
 * is not full: after a scroll it would come back some rows higher, or not, depending on how long the program has run.
 */
export class SavedRows {
  readonly #inside: Inside;
  readonly #rows = new WeakMap<InnerBuffer, number>();

  constructor(terminal: Terminal, inside: Inside) {
    this.#inside = inside;
    const { parser } = terminal;
    const save = (): false => {
      this.set(inside.buffers.active, inside.buffers.active.y);
      return false;
    };
    const bringBack = (): false => {
      this.#place(inside.buffers.normal);
      this.#place(inside.buffers.alt);
      return false;
    };
    parser.registerEscHandler({ final: '7' }, save);
    parser.registerEscHandler({ final: '8' }, bringBack);
    parser.registerCsiHandler({ final: 's' }, save);
    parser.registerCsiHandler({ final: 'u' }, bringBack);
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => isSaving(modes) && save());
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, (modes) => isSaving(modes) && bringBack());
    parser.registerCsiHandler({ intermediates: '!', final: 'p' }, () => {
      this.set(inside.buffers.active, 0);
      return false;
    });
  }

  /** The saved row of a buffer, counted from the top of the screen. */
  get(buffer: InnerBuffer): number {
    return this.#rows.get(buffer) ?? 0;
  }

  set(buffer: InnerBuffer, row: number): void {
    this.#rows.set(buffer, row);
    this.#place(buffer);
  }

  /** Lets the rows go along with their lines while the size changes. */
  resize(change: () => void): void {
    const { normal, alt } = this.#inside.buffers;
    for (const buffer of [normal, alt]) this.#place(buffer);
    change();
    for (const buffer of [normal, alt]) this.set(buffer, Math.max(0, buffer.savedY - buffer.ybase));
  }

  #place(buffer: InnerBuffer): void {
    buffer.savedY = this.get(buffer) + buffer.ybase;
  }
}

function isSaving(modes: readonly unknown[]): boolean {
  return modes.includes(1048) || modes.includes(1049);
}
