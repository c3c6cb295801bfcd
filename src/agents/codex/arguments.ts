import { askedTool } from '../own-verbs.ts';
import type { StartOrder } from '../adapter.ts';
import type { LaunchPlan } from './launch.ts';
import { type TomlValue, inlineToml } from './toml.ts';

/** What the person's own arguments say about how much Codex may do, and how much of that we need not say. */
interface Permissions {
  /** For the app-server's configuration. */
  readonly approval: string;
  readonly sandbox: string;
  /** For the TUI: what is not said by the person's own arguments. */
  readonly args: readonly string[];
}

const defaultApproval = 'on-request';
const defaultSandbox = 'workspace-write';

/** Options of the TUI that take a value and that the app-server takes too. */
const sharedOptions = ['-c', '--config', '--enable', '--disable'];

/** A tool call of ours may wait for a person, seconds. */
const toolTimeoutS = 86_400;
const startupTimeoutS = 30;

/**
 * The command lines of the app-server and of the TUI that is attached to it. Everything is said by flags for this
 * session; the person's own servers, hooks and `notify` stay, because Codex adds the layers of its configuration up.
 */
export function launchPlan(
  order: StartOrder,
  { socket, log, prompt, resumed }: { socket: string; log: string; prompt: string | null; resumed: string | null },
): LaunchPlan {
  const [program, ...before] = order.command;
  if (program === undefined) throw new TypeError('no command');
  const { args } = order.options;
  const permissions = permissionsIn(args);
  const settings: Record<string, TomlValue> = {
    // A dotted key with a path in it is not understood; a whole table is, and adds to the person's own.
    projects: Object.fromEntries(
      [order.worktree, order.repository].map((path) => [path, { trust_level: 'trusted' } as const]),
    ),
    approval_policy: permissions.approval,
    sandbox_mode: permissions.sandbox,
    // Its model may ask the person, not only in plan mode.
    'features.default_mode_request_user_input': true,
    suppress_unstable_features_warning: true,
    'mcp_servers.signalbox': {
      command: order.mcp.command,
      args: order.mcp.args,
      env: ownVariables(order.env),
      tool_timeout_sec: toolTimeoutS,
      startup_timeout_sec: startupTimeoutS,
      default_tools_approval_mode: 'approve',
      // It would run outside of the sandbox.
      ...(permissions.approval === 'never' ? {} : { tools: { [askedTool]: { approval_mode: 'prompt' } } }),
    },
  };
  const config = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${inlineToml(value)}`]);
  return {
    socket,
    log,
    server: [program, ...before, 'app-server', '--listen', `unix://${socket}`, ...config, ...shared(args)],
    terminal: [
      program,
      ...before,
      ...(resumed === null ? [] : ['resume']),
      '--remote',
      `unix://${socket}`,
      '-C',
      order.worktree,
      // Nobody sits before it who wants to update now.
      '-c',
      'check_for_update_on_startup=false',
      // A conversation that is resumed keeps what it was begun with; Codex refuses to be told it again.
      ...(resumed === null ? [...permissions.args, ...args] : withoutPermissions(args)),
      '--',
      ...(resumed === null ? [] : [resumed]),
      ...(prompt === null ? [] : [prompt]),
    ],
  };
}

/** What our MCP server needs of the session's environment: Codex gives a server only a few variables by itself. */
function ownVariables(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name === 'PATH' || name.startsWith('SIGNALBOX_')));
}

/** Those of the person's arguments that the app-server has to know as well. */
function shared(args: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    const [name = ''] = argument.split('=', 1);
    if (sharedOptions.includes(argument)) return [argument, args[index + 1] ?? ''];
    return argument.startsWith('--') && sharedOptions.includes(name) ? [argument] : [];
  });
}

function permissionsIn(args: readonly string[]): Permissions {
  if (args.some((argument) => permissionFlags.slice(0, 2).includes(argument)))
    return { approval: 'never', sandbox: 'danger-full-access', args: [] };
  const approval = valueOf(args, ['-a', '--ask-for-approval'], 'approval_policy');
  const sandbox = valueOf(args, ['-s', '--sandbox'], 'sandbox_mode');
  // It brings both with it.
  const reviewed = args.includes('--approve-for-me');
  return {
    approval: approval ?? defaultApproval,
    sandbox: sandbox ?? defaultSandbox,
    args: [
      ...(approval === undefined && !reviewed ? ['-a', defaultApproval] : []),
      ...(sandbox === undefined && !reviewed ? ['-s', defaultSandbox] : []),
    ],
  };
}

const permissionOptions = ['-a', '--ask-for-approval', '-s', '--sandbox'];
const permissionSettings = /^(?:approval_policy|sandbox_mode)=/;
const permissionFlags = ['--dangerously-bypass-approvals-and-sandbox', '--yolo', '--approve-for-me'];

/** The person's arguments but for those that say how much Codex may do. */
function withoutPermissions(args: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? '';
    const [name = ''] = argument.split('=', 1);
    const setting = argument === '-c' || argument === '--config' ? (args[at + 1] ?? '') : '';
    if (permissionOptions.includes(argument) || permissionSettings.test(setting)) at++;
    else if (!permissionFlags.includes(argument) && !permissionOptions.includes(name)) kept.push(argument);
  }
  return kept;
}

/** The value of an option, in any of the forms in which it is given; undefined when it is not. */
function valueOf(args: readonly string[], options: readonly string[], key: string): string | undefined {
  for (const [index, argument] of args.entries()) {
    const [name = '', ...rest] = argument.split('=');
    if (options.includes(argument)) return args[index + 1];
    if (options.includes(name)) return rest.join('=');
    const setting = ['-c', '--config'].includes(argument) ? args[index + 1] : undefined;
    if (setting?.startsWith(`${key}=`)) return setting.slice(key.length + 1).replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}

/** Whether Codex's commands run without its sandbox, and so reach all that the person reaches. */
export function isUnconfined(args: readonly string[]): boolean {
  return permissionsIn(args).sandbox === 'danger-full-access';
}
