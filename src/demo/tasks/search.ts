import type { DemoTask } from '../demo-task.ts';

const when = 'Search on each keypress, or when typing rests?';
const endpoint = 'Keep the old endpoint for one release?';
const page = 'How many results on a page?';

/** Needs the person along the way: three questions, answered in one sitting. */
export const search: DemoTask = {
  title: 'search',
  prompt: 'Add a search over track titles: src/search.js, with tests. Ask where the behaviour is not given.',
  kind: 'judgement',
  scope: ['src/search.js', 'test/search.test.js'],
  fate: 'landed',
  leaves: ['src/search.js', 'test/search.test.js'],
  answers: { [when]: 'when typing rests', [endpoint]: 'no', [page]: '20' },
  async play(agent) {
    agent.progress('reading the player');
    await agent.say('Three things are not mine to decide. I ask them together.');
    const [rests, old, size] = await agent.ask([
      { text: when, options: ['on each keypress', 'when typing rests'], default: 'when typing rests' },
      { text: endpoint, options: ['yes', 'no'], default: 'yes' },
      { text: page, options: ['10', '20', '50'], default: '20' },
    ]);
    agent.progress('writing the search');
    await agent.write(
      'src/search.js',
      `// ${rests ?? ''}; old endpoint kept: ${old ?? ''}
export const pageSize = ${size ?? ''};

export function search(tracks, words) {
  const wanted = words.trim().toLowerCase();
  return tracks.filter((track) => track.title.toLowerCase().includes(wanted)).slice(0, pageSize);
}
`,
    );
    await agent.write(
      'test/search.test.js',
      `import test from 'node:test';
import assert from 'node:assert/strict';
import { pageSize, search } from '../src/search.js';

test('finds titles whatever their case', () => {
  assert.deepEqual(search([{ title: 'Blue Train' }, { title: 'Naima' }], 'blue'), [{ title: 'Blue Train' }]);
  assert.equal(pageSize, 20);
});
`,
    );
    return (await agent.done('Search over titles, as answered.')) === null ? 0 : 1;
  },
};
