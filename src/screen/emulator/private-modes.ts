import type { Terminal } from '@xterm/headless';

/** How a program wants mouse reports written (DECSET 1006, 1016). */
export type MouseEncoding = 'default' | 'sgr' | 'sgr-pixels';

/** Private modes that xterm obeys and does not tell: followed by listening to the sequences that set them. */
export class PrivateModes {
  #cursorVisible = true;
  #mouseEncoding: MouseEncoding = 'default';

  /** Listens without consuming: xterm still acts on what it understands. */
  constructor(terminal: Terminal) {
    const onMode = (final: 'h' | 'l', act: (mode: number) => void): void => {
      terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
        for (const mode of parameters) if (typeof mode === 'number') act(mode);
        return false;
      });
    };
    onMode('h', (mode) => {
      if (mode === 25) this.#cursorVisible = true;
      if (mode === 1006) this.#mouseEncoding = 'sgr';
      if (mode === 1016) this.#mouseEncoding = 'sgr-pixels';
    });
    onMode('l', (mode) => {
      if (mode === 25) this.#cursorVisible = false;
      if (mode === 1006 || mode === 1016) this.#mouseEncoding = 'default';
    });
    terminal.parser.registerEscHandler({ final: 'c' }, () => {
      this.#cursorVisible = true;
      this.#mouseEncoding = 'default';
      return false;
    });
  }

  get cursorVisible(): boolean {
    return this.#cursorVisible;
  }

  get mouseEncoding(): MouseEncoding {
    return this.#mouseEncoding;
  }
}
