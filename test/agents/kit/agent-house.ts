import { dirname, join } from 'node:path';
import { inject, onTestFailed } from 'vitest';
import type { Question } from '../../../src/core/model/question.ts';
import { sessionsOf } from '../../../src/core/model/world.ts';
import { type House, openHouse } from '../../kit/house.ts';
import type { Files, TestRepository } from '../../kit/repository.ts';
import { WatchedScreen } from '../../kit/watched-screen.ts';
import { Model } from '../model/model-server.ts';
import type { WrittenScenario } from '../model/scenario.ts';
import { seedHome } from './homes.ts';
import type { AgentName } from './versions.ts';

/** A real agent may need long to start on a busy machine; no story is decided by this, ms. */
const patienceMs = 180_000;

export interface AgentHouseOptions {
  readonly agent: AgentName;
  readonly scenario: WrittenScenario;
  /** Name to command. */
  readonly checks?: Readonly<Record<string, string>>;
  readonly files?: Files;
}

/** A real daemon, a real repository, a real agent, and a scripted model that it talks to. */
export interface AgentHouse extends AsyncDisposable {
  readonly house: House;
  readonly model: Model;
  /** The person's home. */
  readonly home: string;
  /** Makes a task for the agent and gives its number. */
  start(title: string): Promise<number>;
  /** Waits for an open question of the session that fits. */
  asks(id: number, wanted: RegExp): Promise<Question>;
  answer(id: number, question: number, text: string): Promise<void>;
  /** Waits until the agent asks for a permission that fits, and gives it. */
  permit(id: number, wanted: RegExp): Promise<Question>;
  /** Takes the session's work in hand and approves it, and waits until it has landed. */
  approve(id: number): Promise<void>;
  /** Takes the session's work in hand and rejects it. */
  reject(id: number, note: string): Promise<void>;
}

/** Opens a house with one agent in it. */
export async function openAgentHouse(options: AgentHouseOptions): Promise<AgentHouse> {
  const { agent, scenario } = options;
  const model = await Model.start(scenario);
  const house = await openHouse({
    agents: {},
    config: `  ${agent}: {}\n`,
    ...(options.checks !== undefined && { checks: options.checks }),
    ...(options.files !== undefined && { files: options.files }),
    env: (repo) => surroundings(agent, repo, model),
    patienceMs,
  });
  const home = homeOf(house.repo);
  const asks = (id: number, wanted: RegExp) =>
    house.until(`#${id} asks ${wanted}`, (world) =>
      world.sessions[id]?.questions.find((one) => isOpen(one) && wanted.test(`${one.text}\n${one.detail ?? ''}`)),
    );
  const answer = async (session: number, question: number, text: string) => {
    await house.connection.request('question/answer', { session, question, text });
  };
  let told = '';
  onTestFailed(() => void process.stderr.write(`${told}\n`));
  return {
    house,
    model,
    home,
    start: (title) => house.start(title, { agent }),
    asks,
    answer,
    async permit(id, wanted) {
      const question = await asks(id, wanted);
      const allowing = question.options.find((option) => /^(allow|yes|approve|accept|run|once)/i.test(option));
      if (question.about !== 'permission' || allowing === undefined) {
        throw new Error(`no permission is asked for: ${JSON.stringify(question)}`);
      }
      await answer(id, question.number, allowing);
      return question;
    },
    async approve(session) {
      await house.connection.request('review/take', { session });
      await house.connection.request('review/approve', { session, acknowledged: ['unchecked', 'unread'] });
      await house.reaches(session, 'landed');
    },
    async reject(session, note) {
      await house.connection.request('review/take', { session });
      await house.connection.request('review/reject', { session, note, reason: null });
    },
    async [Symbol.asyncDispose]() {
      told = await storyReport(house, model);
      await house[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
    },
  };
}

function isOpen(question: Question): boolean {
  return question.answer === null && !question.withdrawn;
}

function homeOf(repo: TestRepository): string {
  return join(repo.folder, 'home');
}

/** Nothing of the environment that the tests run in but the way to its programs. */
function surroundings(agent: AgentName, repo: TestRepository, model: Model): Record<string, string> {
  const installation = inject('agents')[agent];
  if (installation === undefined || 'missing' in installation) throw new Error(`${agent} is not installed`);
  const home = homeOf(repo);
  const usual = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  return {
    HOME: home,
    PATH: [installation.bin, dirname(process.execPath), ...usual].join(':'),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    ...seedHome(agent, home, { url: model.url, root: repo.root }).env,
  };
}

/** Everything about a story, for one that went wrong. */
async function storyReport(house: House, model: Model): Promise<string> {
  const told = [house.report(), model.report()];
  for (const { id, observations } of sessionsOf(house.world)) {
    told.push(`#${id} observed:`, ...observations.slice(-12).map(({ what, rule }) => `  ${what} (${rule})`));
    const screen = await WatchedScreen.watch(house.connection, id);
    await screen.until('a screen', () => screen.text.trim() !== '').catch(() => undefined);
    told.push(`#${id} shows:`, screen.text.replace(/\n{3,}/g, '\n\n'));
  }
  return told.join('\n');
}
