/** What the exit status of every command means. */
export const exitStatus = {
  done: 0,
  /** Refused, or red; the reason has been printed. */
  refused: 1,
  usage: 2,
  noDaemon: 3,
  /** The gate is still running. */
  running: 4,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
