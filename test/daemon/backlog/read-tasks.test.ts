import { expect, test } from 'vitest';
import { readTasks } from '../../../src/daemon/backlog/read-tasks.ts';
import { madeUp } from '../../ui/made-up-world.ts';

const read = (name: string, text: string) => readTasks(text, { name, sessions: [madeUp(7, 'working')] });
const wrong = (name: string, text: string) => read(name, text).errors.map(({ line, text: says }) => `${line}: ${says}`);

const markdown = `# Sprint 12

Some words about it.

## Bound the upload queue
- scope: src/upload/**, test/{upload,queue}/**
- checks: types, test
- **done**: the oldest entry is dropped
- stop:
  - the queue is shared
  - it takes more than
    ten files
- priority: 3
- key: queue

Drop the oldest entry.

\`\`\`md
## not a task
- scope: nothing
\`\`\`

- a list of the prompt

## Show it
- kind: judgement
- after: queue, #7
- lead: yes
`;

test('a file in Markdown: headings, fields, free text, dependencies by key and number', () => {
  const { entries, after, errors } = read('tasks.md', markdown);
  expect(errors).toEqual([]);
  expect(entries[0]).toMatchObject({
    line: 5,
    title: 'Bound the upload queue',
    key: 'queue',
    scope: ['src/upload/**', 'test/{upload,queue}/**'],
    checks: ['types', 'test'],
    done: ['the oldest entry is dropped'],
    stop: ['the queue is shared', 'it takes more than ten files'],
    priority: 3,
    kind: 'isolated',
    lead: false,
  });
  expect(entries[0]?.prompt).toBe(
    'Drop the oldest entry.\n\n```md\n## not a task\n- scope: nothing\n```\n\n- a list of the prompt',
  );
  expect(entries[1]).toMatchObject({ title: 'Show it', prompt: 'Show it', kind: 'judgement', lead: true });
  expect(after).toEqual([
    { tasks: [], sessions: [] },
    { tasks: [0], sessions: [7] },
  ]);
});

test('a file in YAML says the same', () => {
  const { entries, after, errors } = read(
    'tasks.yaml',
    `tasks:
- title: Bound the upload queue
  prompt: |
    Drop the oldest entry.
  scope: [src/upload/**, "test/{upload,queue}/**"]
  done: the oldest entry is dropped
  stop:
    - the queue is shared
  priority: 3
- title: Show it
  after: [1, "#7", Session 7]
`,
  );
  expect(errors.map(({ text }) => text)).toEqual([
    'there is no task "Session 7" in this file: name a title or a key of it, or a session such as #3',
  ]);
  expect(entries[0]).toMatchObject({
    prompt: 'Drop the oldest entry.',
    scope: ['src/upload/**', 'test/{upload,queue}/**'],
  });
  expect(after[1]).toEqual({ tasks: [0], sessions: [7] });
});

test.each([
  ['a.md', '', ['1: there is no heading: every task is one, with its fields as a list below it']],
  ['a.md', 'hello\n# One\n', ['1: text before the first heading belongs to no task: move it below one']],
  [
    'a.md',
    '# One\n- scop: src\n- kind: big\n- priority: high\n',
    [
      expect.stringMatching(/^2: there is no field scop: fields are title, key/),
      '3: kind is isolated or judgement, not big',
      '4: priority is a whole number, not high; higher goes first',
    ],
  ],
  ['a.md', '# One\n- scope: src\n- and more\n', [expect.stringMatching(/^3: this is no field/)]],
  [
    'a.md',
    '# One\n- after: Two\n# One\n- after: 9\n',
    [
      '2: there is no task "Two" in this file: name a title or a key of it, or a session such as #3',
      '3: the task in line 1 has this title or key too: give this one another',
      '4: there is no task 9 in this file, which has 2; a session is written #9',
    ],
  ],
  ['a.md', '# One\n- after: one\n', ['2: a task cannot come after itself']],
  ['a.yaml', 'a: [', [expect.stringMatching(/^1: this is not YAML/)]],
  ['a.yaml', 'hello', ['1: it must be a list of tasks: - title: ..., each with its fields below']],
  [
    'a.yaml',
    '- title: a\n  scope: {a: b}\n- just text\n- prompt: x\n',
    [
      '2: scope is a text or a list of texts',
      '3: a task is a mapping: - title: ..., with its fields below',
      '3: a task needs a title',
      '4: a task needs a title',
    ],
  ],
  ['a.yaml', '[]', ['1: there is no task in it']],
])('%s %j', (name, text, errors) => {
  expect(wrong(name, text)).toEqual(errors);
});

test('more tasks than are taken at once', () => {
  expect(wrong('a.md', Array.from({ length: 101 }, (_, at) => `# t${at}\n`).join(''))).toEqual([
    '101: 101 tasks: at most 100 are taken at once, put the rest into another file',
  ]);
});

test('the mark that some editors put at the beginning belongs to no line', () => {
  for (const [name, text] of [
    ['tasks.md', '\uFEFF# One\r\n- scope: src/**\r\n'],
    ['tasks.yaml', '\uFEFF- title: One\r\n  scope: [src/**]\r\n'],
  ] as const) {
    const { entries, errors } = read(name, text);
    expect({ name, errors, titles: entries.map(({ title }) => title) }).toEqual({ name, errors: [], titles: ['One'] });
  }
});
