import { expect, test } from 'vitest';
import { startJob } from '../../src/core/decide/jobs.ts';
import { firstTerminal } from '../../src/core/model/terminals.ts';
import { unicodeGlyphs } from '../../src/ui/glyphs.ts';
import { jobsPage } from '../../src/ui/panes/jobs-page.ts';
import { tileBottom } from '../../src/ui/panes/tile-texts.ts';
import { makeStore } from '../../src/ui/state/store.ts';
import { columnsOf } from '../../src/ui/text/fit.ts';
import type { StyledLine } from '../../src/ui/text/styled-line.ts';
import { Story } from '../core/worlds.ts';

const text = (line: StyledLine): string => line.map((piece) => piece.text).join('');

function jobsOf(story: Story, columns: number): string[] {
  const state = makeStore({ world: story.world, now: 9_000_000 }).getState();
  const view = { kind: 'jobs', session: 1, job: 'css' } as const;
  return jobsPage(state, { view, columns, glyphs: unicodeGlyphs }).lines.map(text);
}

test('jobs are listed with their address, those that died with their last lines, all within the width', () => {
  const story = new Story();
  story.atWork(story.task());
  expect(jobsOf(story, 60).join('\n')).toMatch(/^None yet\./);
  story.happened({ type: 'ports.given', session: 1, first: 20_000, count: 10 });
  const job = { id: 1, replace: false, by: 'agent' } as const;
  story.decided(startJob(story.world, { ...job, name: 'web', command: `serve ${'漢字'.repeat(60)}` }));
  story.decided(startJob(story.world, { ...job, name: 'css', command: 'watch' }));
  const screen = ['\u001B[31mno space', ''];
  story.happened({ type: 'terminal.ended', session: 1, terminal: firstTerminal + 1, exit: 3, signal: null, screen });
  const lines = jobsOf(story, 50);
  expect(lines.filter((each) => columnsOf(each) > 50 || each.includes('\u001B'))).toEqual([]);
  expect(lines[0]).toMatch(/^ {2}web {2}\S+ running 2h\d\d {2}http:\/\/127\.0\.0\.1:20001/);
  expect(lines[3]).toMatch(/^▸ css {2}\S+ died: ended with status 3/);
  expect(lines[5]).toContain('no space');
  const subject = { world: story.world, session: story.session(1), now: 0, selected: true, glyphs: unicodeGlyphs };
  expect(text(tileBottom(subject))).toMatch(/1 job died: css.*script.*1 job web:20001$/);
});
