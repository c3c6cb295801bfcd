import type { HookAddresses } from '../adapter.ts';

/**
 * The settings of one session, given by `--settings`: hooks, which Claude Code adds to the person's own. An event that
 * the installed version does not know would stop its start with a dialog, so each is named with the version that has it.
 */

/** Events that are only observed: over HTTP, which costs no process. Lost while no daemon runs. */
const observed = [
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionDenied',
  'SubagentStart',
  'SubagentStop',
  'Notification',
  'StopFailure',
  'PreCompact',
  'PostCompact',
  'TeammateIdle',
  'TaskCreated',
  'TaskCompleted',
  'SessionEnd',
] as const;

/** Seconds until Claude Code goes on without a hook's reply. */
const observedTimeout = 5;
const startTimeout = 10;
/** A day: as long as a person may be away, and any gate may take. */
const decidedTimeout = 86_400;

/** The oldest version that we were run with, and that has every event above. */
export const oldestVersion = '2.1.197';

/** Whether `version` is older than `other`; both are three numbers with dots. */
export function isOlder(version: string, other: string): boolean {
  const parts = version.split('.').map(Number);
  const others = other.split('.').map(Number);
  for (const [index, part] of parts.entries()) {
    const difference = part - (others[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** One handler for every matcher of an event. */
function on(handler: unknown): readonly unknown[] {
  return [{ hooks: [handler] }];
}

/** What goes into the settings file. */
export function sessionSettings(hooks: HookAddresses): Record<string, unknown> {
  const http = {
    type: 'http',
    url: hooks.url,
    timeout: observedTimeout,
    headers: { authorization: `Bearer ${hooks.token}` },
  };
  // exec: no shell stands between Claude Code and the program, which so notices when Claude Code has gone.
  const command = (timeout: number) => ({ type: 'command', command: `exec ${hooks.command}`, timeout });
  return {
    hooks: {
      // It is not sent over HTTP.
      SessionStart: on(command(startTimeout)),
      PermissionRequest: on(command(decidedTimeout)),
      Stop: on(command(decidedTimeout)),
      ...Object.fromEntries(observed.map((event) => [event, on(http)])),
    },
  };
}

/** The person's own settings with ours added: lists of hooks are joined, all else is theirs. */
export function mergeSettings(
  own: Readonly<Record<string, unknown>>,
  ours: Record<string, unknown>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...ours, ...own };
  const hooks = new Map(Object.entries(recordOf(own['hooks'])));
  for (const [event, groups] of Object.entries(recordOf(ours['hooks']))) {
    hooks.set(event, [...listOf(hooks.get(event)), ...listOf(groups)]);
  }
  return { ...merged, hooks: Object.fromEntries(hooks) };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
