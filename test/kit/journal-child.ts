import { Journal } from '../../src/journal/journal.ts';

/**
 * A process that owns a journal, to be killed or starved by a test. `append`: appends until it is killed, a line with
 * each number that was acknowledged. `hold`: says `open` and keeps the lock. `fill`: appends until it is refused, and
 * says how.
 */
const [path = '', mode = 'hold'] = process.argv.slice(2);
const journal = Journal.open(path);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function appendOne(text: string): number {
  journal?.append(
    [
      { type: 'repo.opened', repo: `r${journal.world.seq % 7}`, root: '/r', name: text, target: 'main' },
      { type: 'target.moved', repo: `r${journal.world.seq % 7}`, commit: String(journal.world.seq) },
    ],
    Date.now(),
    () => [],
  );
  return journal?.world.seq ?? 0;
}

function appendForEver(): void {
  for (let turn = 0; turn < 20; turn++) say(String(appendOne('n')));
  setImmediate(appendForEver);
}

function fill(): void {
  for (;;) {
    const before = journal?.world.seq;
    try {
      appendOne('x'.repeat(20_000));
    } catch (thrown) {
      const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
      say(JSON.stringify({ name, message, before, after: journal?.world.seq }));
      return;
    }
  }
}

if (journal === null) say('locked');
else if (mode === 'append') appendForEver();
else if (mode === 'fill') fill();
else {
  say('open');
  setInterval(() => undefined, 1000);
}
