import { expect, test } from 'vitest';
import { commentsLeft } from '../../../src/ui/actions/comments.ts';
import { after, opened } from '../review/review-kit.tsx';

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
