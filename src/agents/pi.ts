import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

import { hasCode } from '../core/has-code.ts';
import type { Report } from '../core/model/report.ts';
import type { Adapter, AgentLink, Channel, HookAddresses, TerminalSignal } from './adapter.ts';
import { DialogNames } from './signals/dialog-names.ts';
import { questionOf } from './signals/dialog-text.ts';
import type { Finding } from './signals/rule-reader.ts';
import type { ScreenRule } from './signals/screen-rules.ts';
import { ScreenWatch } from './signals/screen-watch.ts';

/**
 * pi (`@mariozechner/pi-coding-agent`): one extension, loaded for this session only, says what happens and takes
 * prompts. It asks for no permissions. What it asks all the same (a session of a folder that is gone, a dialog of the
 * person's own extensions) is seen on the screen, and answered there.
 */
export const pi: Adapter = {
  name: 'pi',
  title: 'pi',
  program: 'pi',
  npmPackage: '@mariozechner/pi-coding-agent',
  version: { args: ['--version'], read: (output) => /\d+\.\d+\.\d+/.exec(output)?.[0] ?? null },
  tested: ['0.73.1'],
  takes: 'any time',
  authority: 'the events of our extension, loaded with -e',

  start({ command, options, runDir, hooks, conversation, briefing, news }) {
    const resumed = conversation !== null && existsSync(conversation);
    const inbox = inboxOf(runDir);
    mkdirSync(inbox, { mode: 0o700, recursive: true });
    put(inbox, resumed ? news : briefing);
    const extension = join(runDir, 'signalbox.mjs');
    writeFileSync(extension, extensionFor(hooks, inbox), { mode: 0o600 });
    const session = resumed ? ['--session', conversation] : [];
    return Promise.resolve({ argv: [...command, '-e', extension, ...session, ...options.args], env: {} });
  },

  open: (link) => new PiChannel(link),
};

/** What the extension tells. */
const eventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('session'), file: z.string().nullable(), idle: z.boolean() }),
  z.object({ event: z.literal('prompted'), prompt: z.string() }),
  z.object({ event: z.literal('working'), words: z.string().nullable() }),
  z.object({ event: z.literal('ended'), words: z.string() }),
  z.object({ event: z.literal('interrupted') }),
  z.object({ event: z.literal('failed'), reason: z.string() }),
]);

/** The extension takes a prompt in milliseconds; one that it has not taken in this time, ms, is withdrawn. */
const takenMs = 3_000;
/** A failed request that pi tries again shows so on the screen within this time, ms. */
const retryShowsMs = 700;

/** What only the screen tells. */
export const piRules: readonly ScreenRule[] = [
  {
    name: '↑↓ navigate  enter select',
    means: { kind: 'dialog', about: 'menu' },
    where: 'last rows',
    pattern: /^ *↑↓ navigate .*enter select.*$/mu,
    hint: true,
  },
  {
    name: 'Retrying (n/m)',
    means: { kind: 'activity', activity: 'retrying' },
    where: 'last rows',
    pattern: /Retrying \((\d+\/\d+)\)/mu,
  },
];

class PiChannel implements Channel {
  readonly #link: AgentLink;
  readonly #inbox: string;
  readonly #watch: ScreenWatch;
  readonly #menus: DialogNames;

  constructor(link: AgentLink) {
    this.#link = link;
    this.#inbox = inboxOf(link.runDir);
    this.#menus = new DialogNames(link);
    this.#watch = new ScreenWatch(link, piRules, (finding) => this.#shows(finding));
    this.#watch.changed();
  }

  seen(signal: TerminalSignal): void {
    if (signal.kind === 'screen') this.#watch.changed();
  }

  async hook(sent: unknown, call: { request: string; gone: AbortSignal }): Promise<unknown> {
    const told = eventSchema.parse(sent);
    const rule = `extension: ${told.event}`;
    const report = (what: Report): void => this.#link.report(what);
    switch (told.event) {
      case 'session':
        if (told.file !== null) report({ kind: 'conversation', id: told.file });
        if (told.idle) report({ kind: 'activity', activity: 'resting', words: null, rule });
        return null;
      case 'prompted':
        report({ kind: 'prompted', text: told.prompt, rule });
        return null;
      case 'working':
        report({ kind: 'activity', activity: 'working', words: told.words, rule });
        return null;
      case 'interrupted':
        report({ kind: 'interrupted', rule });
        return null;
      case 'failed':
        await this.#failed(told.reason, rule);
        return null;
      case 'ended': {
        report({ kind: 'turn-ended', words: told.words, background: [], held: true, rule });
        const prompt = await this.#link.afterTurn(call.request, call.gone);
        if (prompt !== null) return { prompt };
        if (!call.gone.aborted) report({ kind: 'activity', activity: 'resting', words: null, rule });
        return null;
      }
    }
  }

  async deliver(text: string): Promise<'delivered' | 'later'> {
    const name = put(this.#inbox, text);
    const taken = (): boolean => !existsSync(join(this.#inbox, name));
    for (let waited = 0; waited < takenMs && !taken(); waited += 20) await delay(20);
    // Whoever renames it has it: it cannot be taken and withdrawn both.
    return withdrawn(this.#inbox, name) ? 'later' : 'delivered';
  }

  answer(): Promise<'gone'> {
    return Promise.resolve('gone');
  }

  interrupt(): Promise<boolean> {
    writeFileSync(join(this.#inbox, 'abort'), '');
    return Promise.resolve(true);
  }

  close(): void {
    this.#watch.close();
  }

  /** The extension is not told whether pi tries again by itself: only the screen says so. */
  async #failed(reason: string, rule: string): Promise<void> {
    for (let waited = 0; waited < retryShowsMs && !this.#link.closed.aborted; waited += 50) {
      await delay(50);
      const found = this.#watch.atOnce();
      if (found?.rule.means.kind !== 'activity') continue;
      const words = `${reason}, attempt ${found.group}`;
      return this.#link.report({ kind: 'activity', activity: 'retrying', words, rule: found.rule.name });
    }
    this.#link.report({ kind: 'turn-failed', reason, rule });
  }

  /** A menu is open or gone; it is answered in the terminal. */
  #shows(finding: Finding | null): void {
    const rule = finding?.rule.name ?? 'its menu is gone';
    const before = this.#menus.open;
    const dialog = finding?.dialog ?? null;
    const now = dialog === null ? null : this.#menus.opened(dialog);
    if (before !== null && before !== now) {
      this.#link.report({ kind: 'dialog-closed', dialog: before, by: 'terminal', rule });
    }
    if (dialog === null || now === null) return this.#menus.closed();
    const questions = [questionOf(dialog, false)];
    this.#link.report({ kind: 'dialog-opened', dialog: now, about: 'menu', questions, rule });
  }
}

function inboxOf(runDir: string): string {
  return join(runDir, 'prompts');
}

/** Puts a prompt where the extension takes it; whole or not at all. Gives its name there. */
function put(inbox: string, text: string): string {
  const name = `${String(readdirSync(inbox).length).padStart(6, '0')}.md`;
  writeFileSync(join(inbox, `${name}.new`), text, { mode: 0o600 });
  renameSync(join(inbox, `${name}.new`), join(inbox, name));
  return name;
}

function withdrawn(inbox: string, name: string): boolean {
  try {
    renameSync(join(inbox, name), join(inbox, `${name}.withdrawn`));
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** The extension's source. What is only watched is posted; the end of a turn waits for its reply through our command. */
function extensionFor(hooks: HookAddresses, inbox: string): string {
  return `const at = ${JSON.stringify({ ...hooks, inbox })};
${extension}`;
}

const extension = String.raw`
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, renameSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';

let told = Promise.resolve();
let waiting = null;

function tell(event) {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + at.token };
  const post = () => fetch(at.url, { method: 'POST', headers, body: JSON.stringify(event) });
  told = told.then(post).catch(() => undefined);
}

function ask(event) {
  return told.then(() => new Promise((resolve) => {
    const child = (waiting = spawn('sh', ['-c', at.command], { stdio: ['pipe', 'pipe', 'ignore'] }));
    let reply = '';
    child.stdout.on('data', (bytes) => (reply += bytes));
    child.on('error', () => resolve(null));
    child.on('close', () => resolve(reply.trim() === '' ? null : JSON.parse(reply)));
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(event));
  }));
}

function textOf(message) {
  return (message?.content ?? []).filter((part) => part.type === 'text').map((part) => part.text).join('');
}

export default function (pi) {
  let ctx = null;
  let watcher = null;
  const say = (text) => pi.sendUserMessage(text, ctx.isIdle() ? undefined : { deliverAs: 'steer' });
  const take = () => {
    for (const name of readdirSync(at.inbox).sort()) {
      const path = join(at.inbox, name);
      try {
        if (name === 'abort') {
          rmSync(path);
          ctx.abort();
        } else if (name.endsWith('.md')) {
          renameSync(path, path + '.taken');
          const text = readFileSync(path + '.taken', 'utf8');
          if (text.trim() !== '') say(text);
        }
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
    }
  };
  pi.on('session_start', (_, context) => {
    ctx = context;
    const idle = ctx.isIdle() && !readdirSync(at.inbox).some((name) => name.endsWith('.md'));
    tell({ event: 'session', file: ctx.sessionManager.getSessionFile() ?? null, idle });
    watcher?.close();
    watcher = watch(at.inbox, take);
    setTimeout(take, 0);
  });
  pi.on('session_shutdown', () => {
    watcher?.close();
    waiting?.kill();
  });
  pi.on('before_agent_start', ({ prompt }) => tell({ event: 'prompted', prompt }));
  pi.on('agent_start', () => {
    waiting?.kill();
    waiting = null;
    tell({ event: 'working', words: null });
  });
  pi.on('tool_execution_start', ({ toolName, args }) => {
    const what = args?.command ?? args?.path ?? '';
    tell({ event: 'working', words: (toolName + ' ' + String(what).split('\n')[0]).trim() });
  });
  pi.on('tool_execution_end', () => tell({ event: 'working', words: null }));
  pi.on('agent_end', ({ messages }) => {
    const last = messages.findLast((message) => message.role === 'assistant');
    if (last?.stopReason === 'aborted') tell({ event: 'interrupted' });
    else if (last?.stopReason === 'error') tell({ event: 'failed', reason: last.errorMessage ?? 'the model failed' });
    else void ask({ event: 'ended', words: textOf(last) }).then((reply) => reply?.prompt && say(reply.prompt));
  });
}
`;
