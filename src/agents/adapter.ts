import type { AgentOptions } from '../core/model/config.ts';
import type { Report } from '../core/model/report.ts';
import type { Session, takings } from '../core/model/session.ts';

/**
 * The one shape of everything that knows an agent's command line. An adapter never touches a pty or the journal: it is
 * told what happens (`Channel`), says what that means (`AgentLink.report`), and types or calls where it is asked to.
 */
export interface Adapter {
  /** Its name in the configuration, and the built-in agent's: `claude`. */
  readonly name: string;
  /** The product's own name. */
  readonly title: string;
  /** Found on PATH unless the configuration names another command; '' when there is none but what the configuration names. */
  readonly program: string;
  /** The npm package that has the program, for `doctor`; none when it does not come from there. */
  readonly npmPackage?: string;
  /** Arguments that print the version; the adapter finds it in what is printed (to either stream), null when it is not there. */
  readonly version: { readonly args: readonly string[]; read(output: string): string | null };
  /** Versions it was run with, newest first. `doctor` says when it meets another. */
  readonly tested: readonly string[];
  /** When `Channel.deliver` may be tried; what decides is looked at again inside of it. */
  readonly takes: (typeof takings)[number];
  /** The one authority for its state, in words for docs and `doctor`. */
  readonly authority: string;
  /**
   * How it is started: configuration for this session only, the user's own untouched.
   * @throws Fault when it cannot be started, with what to do
   */
  start(order: StartOrder): Promise<Start>;
  /** Opens the way to a running agent: after its start, and again in each later daemon while it runs. */
  open(link: AgentLink): Channel;
}

/** What an adapter gets to make a start of. All paths are absolute. */
export interface StartOrder {
  readonly session: Session;
  readonly run: number;
  /** Program and arguments as configured, or the adapter's own program. */
  readonly command: readonly string[];
  readonly options: AgentOptions;
  /** The agent's environment so far: the client's own, PATH with our commands first, SIGNALBOX_... */
  readonly env: Readonly<Record<string, string>>;
  readonly worktree: string;
  /** The repository's main folder. */
  readonly repository: string;
  /** For this run's files; it exists, mode 0700. */
  readonly runDir: string;
  /** For files that outlive a run; it exists, mode 0700. */
  readonly stateDir: string;
  /** The whole task as the agent is told it, with all that was said since. */
  readonly briefing: string;
  /** What is new since the agent last ran: feedback, answers, a person's word; '' when nothing is. */
  readonly news: string;
  /** The conversation to resume; null when there is none. An adapter that finds it gone starts anew with the briefing. */
  readonly conversation: string | null;
  readonly hooks: HookAddresses;
  /** How the agent's own client starts our MCP server; it needs `SIGNALBOX_SESSION` and PATH from `env`. */
  readonly mcp: { readonly command: string; readonly args: readonly string[] };
}

/** Where an agent's hooks are heard. */
export interface HookAddresses {
  /**
   * A command that sends the JSON on its standard input as a hook event, waits for the reply as long as it takes, also
   * through restarts of the daemon, and prints it; nothing is printed when the reply is null. For what is decided.
   * With `--observed` behind it, it gives up at once where no daemon runs. For what is only observed.
   */
  readonly command: string;
  /** The same as an HTTP POST of JSON, for what is only observed: events are lost while no daemon runs. */
  readonly url: string;
  /** To be sent as `authorization: Bearer TOKEN`. */
  readonly token: string;
}

/** How a process is to be started. */
export interface Start {
  readonly argv: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a channel has of its session. */
export interface AgentLink {
  readonly run: number;
  readonly runDir: string;
  readonly stateDir: string;
  readonly worktree: string;
  readonly repository: string;
  /** What the process was started with, as `Start.env` over `StartOrder.env`. */
  readonly env: Readonly<Record<string, string>>;
  readonly options: AgentOptions;
  /** The program's process, leader of its process group. */
  readonly pid: number;
  /** The session as it is now. */
  session(): Session;
  /** Journals what the adapter found out. The same report twice in a row costs nothing. */
  report(report: Report): void;
  /**
   * Only after a `turn-ended` that is `held`: waits until the gate has decided what comes next. A text is handed to the
   * agent by this call, once: the turn goes on with it. null: let the turn end.
   * `request` names the agent's waiting call, so that one repeated after a restart of the daemon gets the same again.
   */
  afterTurn(request: string, gone: AbortSignal): Promise<string | null>;
  /** The screen as it is now. */
  readonly screen: {
    /** Rows top to bottom, without trailing blanks. */
    lines(): readonly string[];
    title(): string;
    bracketedPaste(): boolean;
    /** Where the cursor stands, shown or not: counted from 0, `row` as in `lines`. Tells a hint in grey from what was typed. */
    cursor(): { readonly row: number; readonly column: number };
  };
  /** Types into the agent's terminal; false when it has none any more. */
  type(bytes: string): boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A line for the daemon's log: what an adapter must not swallow. */
  log(what: string, thrown?: unknown): void;
  /** Aborted when the channel is closed: the run or the daemon ends. */
  readonly closed: AbortSignal;
}

/** What the terminal tells beside bytes. */
export type TerminalSignal =
  /** The screen has changed; at most about ten times a second. */
  | { readonly kind: 'screen' }
  | { readonly kind: 'title'; readonly title: string }
  /** OSC 7501: what follows the number, such as `state=working`. */
  | { readonly kind: 'status'; readonly body: string }
  | { readonly kind: 'bell' }
  | { readonly kind: 'notification'; readonly text: string };

/** The answer to one question of a dialog, in the order of its questions. */
export type DialogAnswers = readonly string[];

/** The way to one running agent. */
export interface Channel {
  /**
   * A hook event of the agent; gives what its hook prints (null: nothing). May wait: `gone` is aborted when the caller
   * has gone, and after a restart of the daemon the same call comes again under the same `request`.
   */
  hook?(event: unknown, call: { readonly request: string; readonly gone: AbortSignal }): Promise<unknown>;
  /** The terminal said something. */
  seen?(signal: TerminalSignal): void;
  /**
   * Gives the agent a message as its next prompt (or into its running turn, where it takes that).
   * `delivered`: it has it. `later`: not now, nothing was sent. `unconfirmed`: sent, and nobody can tell whether it arrived.
   */
  deliver(text: string): Promise<'delivered' | 'later' | 'unconfirmed'>;
  /** Answers a dialog. `gone`: it is not open any more, somebody was quicker. */
  answer(dialog: string, answers: DialogAnswers): Promise<'answered' | 'gone'>;
  /** Breaks the turn off; false when that is not possible. */
  interrupt(): Promise<boolean>;
  /** Lets go of everything. The agent goes on. */
  close(): void;
}
