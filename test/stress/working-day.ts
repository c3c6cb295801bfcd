import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openQuestions } from '../../src/core/model/session.ts';
import { sessionsOf } from '../../src/core/model/world.ts';
import { OuterTerminal } from '../bench/kit/outer-terminal.ts';
import { type House, openHouse } from '../kit/house.ts';
import { dice } from './dice.ts';
import { askingAgents } from './day/asking-agents.ts';
import { Calls } from './day/calls.ts';

/**
 * A working day at the dashboard, by keys in a real terminal: agents ask in every way there is, work comes for review, some
 * of it goes back, and the daemon and the dashboard are killed in between, also in the middle of a half-typed answer. At
 * the end the agents' own notes are the witness: each question was answered once, with what the person typed.
 *
 *     npm run stress:day -- [tasks] [seed] [columns]x[rows]
 */
const tasks = Number(process.argv[2] ?? 12);
const seed = Number(process.argv[3] ?? 1);
const [columns = 120, rows = 40] = (process.argv[4] ?? '120x40').split('x').map(Number);
const roll = dice(seed);
const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');

interface Day {
  readonly house: House;
  terminal: OuterTerminal;
  readonly calls: Calls;
  kills: { daemon: number; dashboard: number };
  typed: number;
  halves: number;
  /** Sentences about what should not be. */
  readonly wrong: string[];
}

async function main(): Promise<void> {
  await using house = await openHouse({
    files: { 'app/readme.txt': 'an app\n' },
    checks: { sound: 'test -d app' },
    agents: askingAgents,
    config: 'land: squash\nrounds: 5',
    person: 'cap: 4\nreview_limit: 4\n',
    patienceMs: 600_000,
  });
  const names = Object.keys(askingAgents);
  const ids: number[] = [];
  for (let index = 0; index < tasks; index += 1) {
    const agent = names[index % names.length] ?? '';
    ids.push(await house.start(`task ${index} of ${agent}`, { agent }));
  }
  const day: Day = {
    house,
    terminal: await openTerminal(house),
    calls: new Calls(),
    kills: { daemon: 0, dashboard: 0 },
    typed: 0,
    halves: 0,
    wrong: [],
  };
  day.calls.listen(day.terminal);
  try {
    while (!ids.every((id) => house.session(id).state === 'landed')) await step(day, ids);
  } catch (thrown) {
    console.log(day.terminal.text());
    throw thrown;
  } finally {
    await day.terminal[Symbol.asyncDispose]();
  }
  day.wrong.push(...unheard(house, ids));
  if (day.calls.count > 0) day.wrong.push(`${day.calls.count} calls while the person was at the keys`);
  const asked = ids.reduce((sum, id) => sum + house.session(id).questions.length, 0);
  console.log(
    `${tasks} tasks landed (seed ${seed}, ${columns}x${rows}): ${asked} questions, ${day.typed} answers typed, ${day.halves} of them half-typed when the dashboard was killed; ${day.kills.daemon} kills of the daemon, ${day.kills.dashboard} of the dashboard, ${day.calls.count} calls`,
  );
  for (const line of day.wrong) console.log(line);
  if (day.wrong.length > 0) process.exitCode = 1;
}

async function step(day: Day, ids: readonly number[]): Promise<void> {
  const { house } = day;
  if (roll() < 0.08) await killDaemon(day);
  for (const id of ids) {
    const { state } = house.session(id);
    if (state === 'stuck' || state === 'failed') await house.cli('resume', String(id));
  }
  const sessions = sessionsOf(house.world);
  if (sessions.some((session) => openQuestions(session).length > 0)) return answer(day);
  if (sessions.some(({ state }) => state === 'ready' || state === 'reviewing')) return review(day);
  await pause(100);
}

/** Opens the sitting and answers what is up, by hand; now and then everything dies while the answer is half typed. */
async function answer(day: Day): Promise<void> {
  if (!(await press(day, 'a', /i type|stop typing/))) return;
  await pause(200);
  const [, begun = ''] = /> (by-hand-[\d-]*)/.exec(day.terminal.text()) ?? [];
  await startTyping(day);
  day.typed += 1;
  const more = `by-hand-${seed}-${day.typed}-`;
  const half = begun + more;
  const text = `${half}.`;
  day.terminal.write(more);
  await day.terminal.shows(half);
  if (roll() < 0.2) {
    day.halves += 1;
    // What is typed is on the disk a moment later.
    await pause(400);
    await killDashboard(day);
    if (roll() < 0.5) await killDaemon(day);
    await day.terminal.shows(/n new/);
    if (!(await press(day, 'a', /i type|stop typing/))) return;
    await pause(300);
    if (!day.terminal.text().includes(half)) {
      // Another question may be up: the person looks through all of them.
      const found = await lookFor(day, half);
      if (!found) day.wrong.push(`the half-typed ${half} is lost`);
    }
    await startTyping(day);
  }
  day.terminal.write('.');
  await pause(50);
  day.terminal.write('\r');
  await recorded(day, text);
  await leave(day);
}

/** A half-typed answer is gone on with at once; otherwise keys pick, and one begins to type. */
async function startTyping({ terminal }: Day): Promise<void> {
  if (/stop typing/.test(terminal.text())) return;
  terminal.write('i');
  await terminal.shows(/stop typing/);
}

async function lookFor(day: Day, text: string): Promise<boolean> {
  for (let looks = 0; looks < 12; looks += 1) {
    if (day.terminal.text().includes(text)) return true;
    day.terminal.write('\t');
    await pause(200);
  }
  return false;
}

/** The answer is in the journal; a person whose connection was lost presses Enter again. */
async function recorded({ house, terminal, wrong }: Day, text: string): Promise<void> {
  for (let patience = 0; patience < 40; patience += 1) {
    const found = sessionsOf(house.world).some(({ questions }) => questions.some((one) => one.answer?.text === text));
    if (found) return;
    await pause(250);
    if (patience === 12) terminal.write('\r');
  }
  wrong.push(`the answer ${text} was not recorded; the screen:\n${terminal.text()}`);
}

/** Reads a little, and approves or sends back. */
async function review(day: Day): Promise<void> {
  const { terminal } = day;
  if (!(await press(day, 'r', /y approve/))) return;
  await pause(500);
  terminal.write('\r');
  await pause(100);
  terminal.write('   ');
  await pause(100);
  if (roll() < 0.15) {
    terminal.write('n');
    await pause(700);
    terminal.write('please look at it again');
    await pause(100);
    terminal.write('\r');
    await pause(300);
  } else {
    terminal.write('y');
    await pause(600);
    if (/y do it|all the same/.test(terminal.text())) terminal.write('y');
    await pause(300);
  }
  await leave(day);
}

/** Back to the board, from wherever the keys led. */
async function leave({ terminal }: Day): Promise<void> {
  for (let times = 0; times < 6 && !/n new/.test(terminal.text()); times += 1) {
    terminal.write('\u001B');
    await pause(250);
  }
}

/** Presses a key of the board and waits for what it opens; false when there is nothing to open any more. */
async function press(day: Day, key: string, shows: RegExp): Promise<boolean> {
  await leave(day);
  day.terminal.write(key);
  for (let patience = 0; patience < 20; patience += 1) {
    await pause(100);
    const text = day.terminal.text();
    if (shows.test(text) && !/n new/.test(text)) return true;
  }
  return false;
}

async function killDaemon({ house, kills }: Day): Promise<void> {
  kills.daemon += 1;
  await house.killDaemon();
  await house.connect();
}

async function killDashboard(day: Day): Promise<void> {
  day.kills.dashboard += 1;
  process.kill(day.terminal.pid, 'SIGKILL');
  await day.terminal.ended;
  await day.terminal[Symbol.asyncDispose]();
  day.terminal = await openTerminal(day.house);
  day.calls.listen(day.terminal);
}

async function openTerminal(house: House): Promise<OuterTerminal> {
  const terminal = new OuterTerminal({
    command: [process.execPath, launcher],
    cwd: house.repo.root,
    env: house.env,
    columns,
    rows,
  });
  await terminal.shows(/n new/);
  // Since it sits in this terminal, it has the focus.
  terminal.write('\u001B[I');
  return terminal;
}

/** What agents noted of the answers, against what was answered. */
function unheard(house: House, ids: readonly number[]): string[] {
  return ids.flatMap((id) => {
    const notes = readNotes(join(house.env['HOUSE_STEPS'] ?? '', `heard-${id}`));
    return house.session(id).questions.flatMap(({ number, text, answer: given, withdrawn, about }) => {
      if (withdrawn || about === 'delivery') return [];
      if (given === null) return [`#${id} question ${number} was never answered: ${text}`];
      const times = notes.split(given.text).length - 1;
      return times === 1 ? [] : [`#${id} heard the answer ${given.text} ${times} times`];
    });
  });
}

function readNotes(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

await main();
