/** Set by the terminal, multiplexer or Node that we ourselves were started from: none of it is true for the program. */
const foreign = [
  /^TMUX/u,
  /^STY$/u,
  /^WINDOWID$/u,
  /^TERMCAP$/u,
  /^COLUMNS$/u,
  /^LINES$/u,
  /^NODE_OPTIONS$/u,
  /^NODE_CHANNEL_/u,
];

export interface RunMark {
  readonly id: string;
  readonly nonce: string;
}

/** The environment of a program: the given one without what is not true in its terminal, and marked with its run. */
export function childEnvironment(env: Readonly<Record<string, string>>, run: RunMark): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !foreign.some((pattern) => pattern.test(name)));
  return {
    ...Object.fromEntries(kept),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    // By these processes are found that left their session.
    SIGNALBOX_ID: run.id,
    SIGNALBOX_RUN: run.nonce,
  };
}
