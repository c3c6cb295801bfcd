import { render } from 'ink';
import { Fault, describeFault } from '../core/fault.ts';
import type { NotifyWay } from '../core/model/config.ts';
import { DetachKey } from '../tty/detach-key.ts';
import { systemClock } from '../tty/clock.ts';
import type { KeptRecord } from '../tty/modes/terminal-record.ts';
import { type Terminal, openTerminal } from '../tty/terminal.ts';
import type { TtyInput, TtyOutput } from '../tty/tty-streams.ts';
import type { Connection } from '../wire/connection.ts';
import { type Dashboard as Acting, attempt } from './actions/dashboard.ts';
import { openDigestAfterAbsence } from './actions/digest.ts';
import { Attendance } from './actions/attendance.ts';
import { KeyGate } from './actions/key-gate.ts';
import { takeMouse } from './actions/mouse.ts';
import { type SideTerminalWish, openSideTerminal } from './actions/side-terminals.ts';
import { pressKey, takeInput } from './actions/take-input.ts';
import { followScrollback } from './actions/open-scrollback.ts';
import { leaveZoom, noteZoomed } from './actions/zoom.ts';
import { modesOf } from './actions/modes-of.ts';
import { noteReader } from './actions/reading.ts';
import { takeZoomInput } from './actions/zoom-input.ts';
import { Dashboard } from './dashboard.tsx';
import { followStore } from './follow-store.ts';
import { keyOf, makeBindings } from './keymap/bindings.ts';
import { LookContext, chooseLook } from './look.ts';
import { overlayOf, picturesOf } from './overlay.ts';
import { type Drafts, noDrafts } from './state/drafts.ts';
import { DraftsFile } from './state/drafts-file.ts';
import { Link } from './state/link.ts';
import { lostWords } from './state/lost-words.ts';
import { Screens } from './state/screens.ts';
import { makeStore, say, tick, topView } from './state/store.ts';
import { TypedBytes } from './state/typed-bytes.ts';
import { screenOf } from './state/views.ts';
import { DashboardContext } from './use-dashboard.ts';

/** What a dashboard needs to run. */
export interface OpenDashboardOptions {
  readonly connection: Connection;
  /** Starts the daemon again if needed and connects to it. */
  reconnect(): Promise<Connection>;
  /** A path inside the repository to show. */
  readonly path: string;
  /** The environment: tasks made here are started with it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: TtyInput;
  readonly stdout: TtyOutput;
  /** Where it is noted how the terminal was, for whoever comes after a SIGKILL. */
  readonly record?: KeptRecord;
  /** Where half-typed answers and tasks are kept. */
  readonly draftsFile: string;
  /** Show the sessions of every repository. */
  readonly all?: boolean;
  /** Begin in this session's terminal. */
  readonly session?: number | null;
  /** Begin in a terminal of the person's own in that session's worktree instead. */
  readonly sideTerminal?: SideTerminalWish | null;
  /** The person's overrides of the keymap: action to key. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly theme?: 'auto' | 'light' | 'dark';
  /** How the terminal calls the person. */
  readonly notify?: readonly NotifyWay[];
}

/** How often shown times are looked at, milliseconds. */
const tickMs = 1000;

/**
 * Shows the dashboard until the person leaves it; agents go on. Throws a `Fault` where it cannot be shown: no terminal,
 * a keymap that contradicts itself, a repository that cannot be opened.
 */
export async function openDashboard(options: OpenDashboardOptions): Promise<void> {
  const bindings = makeBindings(options.keys);
  const look = chooseLook(options.env, options.theme ?? 'auto');
  const file = new DraftsFile(options.draftsFile);
  const kept = loadDrafts(file);
  const store = makeStore({ all: options.all ?? false, now: Date.now(), drafts: kept.drafts });
  const screens = new Screens();
  const ended = Promise.withResolvers<void>();
  // A bug may come before anybody waits for the end; whoever then waits still gets it.
  ended.promise.catch(() => undefined);
  const crash = (thrown: unknown): void => ended.reject(thrown);
  const link = new Link({ ...options, store, screens, onBug: crash });
  let terminal: Terminal | null = null;
  try {
    const { problem } = await link.open();
    const lost = lostWords(store.getState(), keyOf(bindings, 'board.resume'));
    const first = kept.problem ?? problem ?? lost;
    if (first !== null) say(store, first, 'bad');
    const opened = openTerminal({ ...options, onHangup: () => ended.resolve(), onLeft: () => file.flush() });
    terminal = opened;
    const gate = new KeyGate({
      clock: systemClock,
      deliver: (event) => takeInput(dashboard, event),
      onDropped: () => say(store, 'the daemon is slow: keys typed meanwhile were dropped', 'bad'),
    });
    const dashboard: Acting = {
      store,
      link,
      screens,
      typed: new TypedBytes((session, bytes) => {
        attempt(dashboard, async () => {
          await link.request('screen/type', { session, bytes: bytes.toString('base64') });
        });
      }),
      bindings,
      env: presentOnly(options.env),
      path: options.path,
      now: () => Date.now(),
      clock: systemClock,
      hold: (work) => gate.hold(work),
      quit: () => ended.resolve(),
      copy: (text) => opened.copy(text),
      ring: (text) => opened.notify(options.notify ?? [], text),
      lend: (work) => opened.lend(work),
      redraw: () => opened.invalidate('all'),
      crash,
    };
    const shown = show({ dashboard, gate, terminal: opened, link, look, file, ended: ended.promise });
    if (options.session != null) beginWith(dashboard, options.session, options.sideTerminal ?? null);
    else openDigestAfterAbsence(dashboard);
    await shown;
  } finally {
    file.flush();
    link.close();
    await terminal?.close();
  }
}

/** Selects a session, of whatever repository, and opens its terminal, or one of the person's own in its worktree. */
function beginWith(dashboard: Acting, id: number, wish: SideTerminalWish | null): void {
  const { store } = dashboard;
  const session = store.getState().world.sessions[id];
  if (session === undefined) {
    say(store, `there is no session #${id}`, 'bad');
    return;
  }
  if (session.repo !== store.getState().repo) store.setState({ all: true });
  store.setState({ selected: id });
  if (wish === null) pressKey(dashboard, { name: keyOf(dashboard.bindings, 'board.open'), text: null });
  else attempt(dashboard, () => openSideTerminal(dashboard, wish));
}

interface Shown {
  readonly gate: KeyGate;
  readonly dashboard: Acting;
  readonly terminal: Terminal;
  readonly link: Link;
  readonly look: ReturnType<typeof chooseLook>;
  readonly file: DraftsFile;
  readonly ended: Promise<void>;
}

async function show({ dashboard, gate, terminal, link, look, file, ended }: Shown): Promise<void> {
  const { store, screens, bindings } = dashboard;
  store.setState({ size: terminal.size });
  const paint = (): void => {
    const state = store.getState();
    terminal.pictures.want(picturesOf({ state, look }));
    terminal.setTiles(overlayOf({ state, screens, look, bindings, kitty: terminal.pictures.shown }));
    const view = topView(state);
    const zoomed = view?.kind === 'zoom' ? screenOf(view) : null;
    const modes = zoomed === null ? null : modesOf(dashboard, zoomed);
    const shape = zoomed === null ? undefined : screens.get(zoomed)?.cursor.shape;
    terminal.setCursorShape(shape ?? 0);
    terminal.setKittyKeyboard(modes?.kittyKeyboard ?? 0);
    terminal.setMouse(!state.mouse ? 'off' : modes?.mouse === 'any' ? 'any' : 'drag');
  };
  const soon = onceBehind(paint);
  const detach = new DetachKey({
    key: keyOf(bindings, 'zoom.leave'),
    clock: systemClock,
    onDetach: () => attempt(dashboard, () => leaveZoom(dashboard)),
  });
  const scrollback = followScrollback(store);
  const attendance = new Attendance(dashboard);
  const stop = [
    scrollback.end,
    screens.onChange((screen) => {
      noteZoomed(dashboard, screen);
      scrollback.printed(screen);
    }),
    followStore({ dashboard, link, drafts: file }),
    store.subscribe(() => {
      soon();
      // What a person did is seen at once, also where Ink has nothing to draw.
      terminal.invalidate('prompt');
    }),
    screens.onChange(soon),
    terminal.onResize((size) => store.setState({ size })),
    attendance.follow(),
    terminal.pictures.onKnown(soon),
    terminal.onEvent((event) => {
      attendance.heard(event);
      noteReader(dashboard, event);
      const view = topView(store.getState());
      if (view?.kind === 'zoom') {
        const taken = takeZoomInput(dashboard, { event, view, detach, spoken: terminal.kittySpoken });
        if (taken === 'sent') terminal.keySent();
        // What was typed right behind the detach key is for the board.
        else if (taken === 'left') gate.take(event);
      } else if (event.kind === 'mouse') takeMouse(dashboard, event);
      else gate.take(event);
    }),
  ];
  const ticking = setInterval(() => tick(store, Date.now()), tickMs);
  const { stdout, stdin } = terminal.chrome;
  const ink = render(
    <LookContext value={look}>
      <DashboardContext value={{ store, bindings }}>
        <Dashboard />
      </DashboardContext>
    </LookContext>,
    { stdout, stdin, interactive: true, patchConsole: false, exitOnCtrlC: false, maxFps: 120 },
  );
  paint();
  try {
    await Promise.race([ended, ink.waitUntilExit()]);
  } finally {
    clearInterval(ticking);
    for (const end of stop) end();
    detach.cancel();
    attempt(dashboard, () => leaveZoom(dashboard));
    ink.unmount();
  }
}

/**
 * Calls of one piece of work become one call behind it, still before any frame: what Ink has drawn and what lies over it
 * belong together.
 */
function onceBehind(call: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      call();
    });
  };
}

function loadDrafts(file: DraftsFile): { drafts: Drafts; problem: string | null } {
  try {
    return { drafts: file.load(), problem: null };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return { drafts: noDrafts, problem: describeFault(thrown) };
  }
}

function presentOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
