/** These only say where the person's own configuration is; every other GIT_* may point git at another repository. */
const keptGitVariables = new Set(['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM']);

/** Settings that hold for every git we run, whatever the person or an agent has configured. */
export const gitSettings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.filesRefLockTimeout=1000',
  'core.attributesFile=/dev/null',
  'core.quotePath=false',
  'core.safecrlf=false',
  'gc.auto=0',
  'submodule.recurse=false',
  'i18n.commitEncoding=UTF-8',
] as const;

/** The daemon's own environment without inherited GIT_*: a hook's GIT_DIR would redirect us. */
export function personEnvironment(): Record<string, string> {
  return withoutGit(process.env);
}

/** An environment without the variables that would point git at another repository. */
export function withoutGit(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && (!entry[0].startsWith('GIT_') || keptGitVariables.has(entry[0])),
    ),
  );
}

/**
 * The environment for a git process: the daemon's own, messages in English, no prompts, no replaced objects, no
 * index writes on the side.
 */
export function gitEnvironment(extra: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const whole = {
    ...personEnvironment(),
    LC_ALL: 'C',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
  return Object.fromEntries(Object.entries({ ...whole, ...extra }).filter((entry) => entry[1] !== undefined));
}

/** Milliseconds since the epoch as git reads a date; the @ also makes small numbers unmistakable. */
export function gitDate(ms: number): string {
  return `@${Math.floor(ms / 1000)} +0000`;
}
