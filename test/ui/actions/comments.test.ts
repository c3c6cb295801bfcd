import { expect, test } from 'vitest';
import { commentsLeft } from '../../../src/ui/actions/comments.ts';
import { lineKinds } from '../../../src/ui/review/patch.ts';
import { shownPatch } from '../../../src/ui/review/review-content.ts';
import { topView } from '../../../src/ui/state/store.ts';
import { madeUp, worldOf } from '../made-up-world.ts';
import { after, opened } from '../review/review-kit.tsx';
import { dashboardWith } from '../still-dashboard.ts';

const about = { path: 'a.ts', side: 'new' as const, line: 1, quoted: 'x', before: [], after: [], text: 'why?' };
const written = { ...about, id: 'c1', round: 2, at: 0, sentIn: null };

test('an approval says which comments it would leave behind', () => {
  expect(commentsLeft(opened())).toEqual([]);
  expect(commentsLeft(opened({ comments: [{ ...written, sentIn: 1 }] }))).toEqual([]);
  // A comment that is being changed is one, not two.
  const drafts = [
    { ...about, id: 'c1' },
    { ...about, id: 'd1' },
  ];
  const state = after(opened({ comments: [written] }), { type: 'drafts-changed', drafts });
  expect(commentsLeft(state)).toEqual([
    {
      word: 'comments',
      says: '1 comment not sent, 1 comment half typed: only a rejection takes comments to the agent',
    },
  ]);
});

const patch = '--- a/a.ts\n+++ b/a.ts\n@@ -1,2 +1,2 @@\n kept\n-old\n+new\n';

function reviewing(state: ReturnType<typeof opened>) {
  const { session } = state;
  const world = worldOf([madeUp(session.id, 'reviewing', { verdict: session.verdict })]);
  return dashboardWith({ world, views: [{ kind: 'review', state, deciding: false }] });
}

test('on a hunk’s heading a comment is about the first new line below it', () => {
  const open = after(opened(), { type: 'toggle-page' });
  const path = open.files[open.selected]?.file.path ?? '';
  const loaded = after(open, { type: 'patch-loaded', path, to: 'c', patch: patch.replaceAll('a.ts', path) });
  const heading = shownPatch(loaded)?.kinds.findIndex((kind) => lineKinds[kind] === 'hunk') ?? 0;
  const { dashboard, type } = reviewing({ ...loaded, cursor: heading, focus: 'diff' });
  type('c');
  expect(topView(dashboard.store.getState())?.kind).toBe('comment');
  expect(Object.values(dashboard.store.getState().drafts.comments)).toMatchObject([
    { path, side: 'new', line: 2, quoted: 'new' },
  ]);
});

test('whoever types a comment where none can be written approves nothing by it', () => {
  const { dashboard, type, pass } = reviewing(opened());
  type('cwhy?y');
  expect(dashboard.store.getState().message?.text).toMatch(/^a comment is about a line/);
  expect(dashboard.store.getState().views).toHaveLength(1);
  pass(400);
  type('?');
  expect(topView(dashboard.store.getState())?.kind).toBe('help');
});
