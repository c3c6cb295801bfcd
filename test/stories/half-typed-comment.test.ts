import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';
import { ShellInPty } from '../tty/shell-in-pty.ts';

const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');

/** Sits down at a terminal, opens the dashboard and takes the review in hand. */
async function review(house: House): Promise<ShellInPty> {
  const shell = await ShellInPty.open(house.env);
  shell.type(`cd ${house.repo.root}; stty -ixon; ${process.execPath} ${launcher}\n`);
  // The key is offered once there is something to review.
  await sees(shell, 'r review', 'q quit');
  shell.type('r');
  await sees(shell, '[brief]');
  shell.type('v');
  await sees(shell, 'zwei');
  return shell;
}

/** Waits until the screen shows all of these; a hang ends with what was wanted and what is shown. */
async function sees(shell: ShellInPty, ...texts: readonly string[]): Promise<void> {
  const hang = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => hang.reject(new Error(`wanted: ${texts.join(' and ')}\n${shell.screen.text()}`)),
    45_000,
  );
  try {
    await Promise.race([shell.until((text) => texts.every((each) => text.includes(each))), hang.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The dashboard's process, by the file that it keeps of its terminal. */
function dashboardPid(home: string): number {
  const [name = ''] = readdirSync(join(home, 'terminals'));
  return Number(/-(\d+)\.json/.exec(name)?.[1]);
}

test('a comment half typed when dashboard and daemon are killed is found on its line, and reaches the agent once', async () => {
  await using house = await openHouse({
    files: { 'a.txt': 'one\ntwo\nthree\n' },
    agents: {
      writer: `
        printf '%s\\n' "$SIGNALBOX_FEEDBACK" > "$HOUSE_STEPS/feedback-$SIGNALBOX_ROUND"
        [ "$SIGNALBOX_ROUND" = 1 ] && sed -i 's/two/zwei/' a.txt || sed -i 's/zwei/deux/' a.txt`,
    },
  });
  const id = await house.start('translate', { agent: 'writer' });
  await house.reaches(id, 'ready');
  const home = house.env['SIGNALBOX_HOME'] ?? '';
  {
    using shell = await review(house);
    // To the added line: a hunk's header, a line around it, the removed one.
    shell.type('jjj');
    shell.type('c');
    await sees(shell, 'Comment on a.txt:2');
    shell.type('in french, ');
    await sees(shell, 'in french,');
    const drafts = join(home, 'drafts.json');
    await expect.poll(() => readFileSync(drafts, 'utf8'), { timeout: 60_000 }).toContain('in french,');
    await house.killDaemon();
    process.kill(dashboardPid(home), 'SIGKILL');
    await shell.untilKilled();
  }
  await house.connect();
  using shell = await review(house);
  await sees(shell, 'half-typed comment (c goes on)', 'in french,');
  shell.type("'");
  shell.type('c');
  await sees(shell, 'Comment on a.txt:2');
  shell.type('please');
  await sees(shell, 'in french, please');
  shell.type('\r');
  await sees(shell, 'comment, not sent');
  shell.type('n');
  await sees(shell, '1 comment for the agent:');
  shell.type('\r');
  const second = await house.until('the second round', (world) =>
    world.sessions[id]?.state === 'ready' && world.sessions[id].round === 2 ? world.sessions[id] : null,
  );
  expect(second.messages).toHaveLength(1);
  expect(house.repo.read('steps/feedback-2', house.repo.folder)).toBe('a.txt:2\n> zwei\nin french, please\n');
  // What was read stays read, and the later round is the difference to it.
  expect(second.marks['a.txt']?.mark).toBe('seen');
  await sees(shell, 'r review 1', 'q quit');
  shell.type('r');
  await sees(shell, 'since round 1', 'the agent changed this line');
  shell.type('v');
  await shell.until((text) => text.includes('- zwei') && text.includes('+ deux') && !text.includes('- two'));
  shell.type('a');
  await sees(shell, 'against main; a: since round 1', '- two');
});
