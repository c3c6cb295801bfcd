import type { Found } from '../../core/model/findings.ts';
import { hunksOf } from './changed-lines.ts';
import type { Detector, FileChange } from './change.ts';
import { splitPath } from './paths.ts';

const snapshot =
  /(?:^|\/)(?:__snapshots__|__image_snapshots__|__file_snapshots__|[^/]*\.snapshots?|[^/]*-snapshots)\/|\.(?:snap|snapshot|ambr|golden|approved|baseline)$|\.approved\.\w+$|(?:^|\/)testdata\/(?:.*\/)?(?:golden\/|[^/]*golden[^/]*$)|(?:^|\/)tests?\/(?:.*\/)?snapshots\/[^/]+\.(?:md|txt|json)$/;

/** From this on one sentence stands for all snapshots of a folder. */
const mostAlone = 5;

/** What tests compare with and nobody wrote by hand, made anew. Snapshots of new tests change nothing that was there. */
export const detectSnapshots: Detector = (changes) => {
  const found = changes.filter(({ path, before }) => before !== null && snapshot.test(path)).flatMap(look);
  return [...Map.groupBy(found, ({ file }) => splitPath(file).folder).entries()].flatMap(([folder, group]) => {
    const [first] = group;
    if (first === undefined || group.length <= mostAlone) return group;
    return [{ ...first, line: null, says: `${group.length} snapshots in ${folder || 'the top folder'} changed` }];
  });
};

function look(change: FileChange): Found[] {
  const common = { rule: 'snapshot-changed', certain: true, file: change.path, side: 'candidate' } as const;
  if (change.after === null) {
    return [{ ...common, line: null, says: 'a snapshot was removed' }];
  }
  if (change.before?.id === change.after.id) return [];
  if (change.before?.text == null || change.after.text === null)
    return [{ ...common, line: null, says: 'a snapshot was made anew' }];
  const changed = hunksOf(change).filter(({ removed }) => removed.length > 0);
  const [first] = changed;
  if (first === undefined) return [];
  const places = changed.length === 1 ? 'one place' : `${changed.length} places`;
  return [{ ...common, line: first.added[0]?.line ?? null, says: `a snapshot was made anew in ${places}` }];
}
