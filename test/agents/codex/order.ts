import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { StartOrder } from '../../../src/agents/adapter.ts';
import { Story } from '../../core/worlds.ts';

/** An order to start Codex, in a folder of its own. */
export function anOrder(parts: Partial<StartOrder> & { args?: string[] } = {}): StartOrder {
  const { args = [], ...rest } = parts;
  const dir = mkdtempSync(join(tmpdir(), 'signalbox-codex-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const story = new Story();
  return {
    session: story.session(story.task({ title: 'a task' })),
    run: 1,
    command: ['codex'],
    options: { args, interactive: false },
    env: { HOME: dir, PATH: '/own/bin:/usr/bin', SIGNALBOX_SESSION: '/run/s-1.sock', OPENAI_API_KEY: 'secret' },
    worktree: '/code/tree',
    repository: '/code/main',
    runDir: dir,
    stateDir: dir,
    briefing: 'Task #1: a task\n',
    news: '',
    conversation: null,
    hooks: { command: 'hook', url: 'http://127.0.0.1:1/hook', token: 't' },
    mcp: { command: '/own/bin/signalbox', args: ['mcp'] },
    ...rest,
  };
}
