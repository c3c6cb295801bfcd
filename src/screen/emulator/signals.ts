import type { Terminal } from '@xterm/headless';

import { plainText } from '../plain-text.ts';

/** Something a program said through its terminal beside its picture. */
export type ScreenSignal =
  | { readonly kind: 'bell' }
  /** OSC 7501, the program status protocol: `body` is what follows the number, such as `state=working`. */
  | { readonly kind: 'status'; readonly body: string }
  /** A desktop notification by OSC 9, 99 or 777. Never passed on to a real terminal as it is. */
  | { readonly kind: 'notification'; readonly osc: 9 | 99 | 777; readonly text: string }
  /** A bug of the emulator: some output is not in the picture. To be journalled; the screen goes on. */
  | { readonly kind: 'emulator-failed'; readonly error: unknown };

/** Longest status body: the protocol's own limit. */
const longestStatus = 4096;
const longestNotification = 1000;

export interface SignalOptions {
  readonly signal: (signal: ScreenSignal) => void;
  /** Answers a query of the status protocol. */
  readonly reply: (answer: string) => void;
}

/** Hears bell, status protocol and notifications. */
export function hearSignals(terminal: Terminal, options: SignalOptions): void {
  const { signal, reply } = options;
  terminal.onBell(() => signal({ kind: 'bell' }));
  terminal.parser.registerOscHandler(7501, (body) => {
    if (body === '?') reply('\x1b]7501;?\x1b\\');
    else if (body.length <= longestStatus) signal({ kind: 'status', body: plainText(body, longestStatus) });
    return true;
  });
  for (const osc of [9, 99, 777] as const) {
    terminal.parser.registerOscHandler(osc, (text) => {
      signal({ kind: 'notification', osc, text: plainText(text, longestNotification) });
      return true;
    });
  }
}
