import type { ReactElement } from 'react';
import type { SideTerminal } from '../../core/model/terminals.ts';
import { jobAddress } from '../../core/words/job-words.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Bindings, keyOf } from '../keymap/bindings.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { baseView } from '../overlay.ts';
import { Place } from '../parts/place.tsx';
import { StyledText } from '../parts/styled-text.tsx';
import { stateWords } from '../state/board.ts';
import type { DashboardState } from '../state/store.ts';
import { columnsOf, spread } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import { shortBytes } from '../../core/words/short-bytes.ts';
import { useBindings, useComputed } from '../use-dashboard.ts';

/** The one line below a session's terminal: whose it is, what is not as usual, and how to get out. */
export function ZoomPane(): ReactElement | null {
  const { glyphs } = useLook();
  const bindings = useBindings();
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'zoom' && view?.kind !== 'picture') return null;
    const session = state.world.sessions[view.session];
    if (session === undefined) return null;
    const { columns } = state.size;
    const dot = ` ${glyphs.dot} `;
    const words = view.kind === 'zoom' ? unusualWords(state, glyphs) : ['last screen'];
    const said = state.message === null ? null : oneLine(state.message.text);
    words.push(said ?? `${oneLine(session.task.title)}${dot}${stateWords(state.world, session, glyphs.dot)}`);
    const terminal = view.kind === 'zoom' ? view.terminal : null;
    const beside = session.terminals.find(({ number }) => number === terminal);
    if (beside !== undefined) words.unshift(besideWords(beside));
    const left = ` #${session.id} ${words.join(dot)}`;
    const right = keyWords(bindings, view.kind, columns - columnsOf(left) - 2);
    return { rect: layoutScreen(state.size).footer, text: spread(left, right, columns) };
  });
  if (drawn === null) return null;
  return (
    <Place rect={drawn.rect}>
      <StyledText pieces={[{ text: drawn.text, inverse: true }]} columns={drawn.rect.columns} />
    </Place>
  );
}

/** What runs in a terminal that is not the agent's: a job with its address. */
function besideWords({ kind, name, port }: SideTerminal): string {
  if (name === undefined) return `${kind} in its worktree`;
  return `${kind} ${oneLine(name)}${port == null ? '' : ` ${jobAddress(port)}`}`;
}

/** How long a size that was asked for may take, ms: only then it is another's. */
const sizeTakes = 1000;

function unusualWords({ link, lostKeys, mouse, zoomed, now }: DashboardState, { warn }: Glyphs): string[] {
  const words: string[] = [];
  if (link.kind === 'lost') {
    const many = lostKeys === 1 ? '1 key was' : `${lostKeys} keys were`;
    words.push(`${warn} no connection: ${lostKeys === 0 ? 'keys are not sent' : `${many} not sent`}`);
  } else if (zoomed !== null) {
    const { unread, otherSince, columns, rows } = zoomed;
    if (unread > 0) words.push(`${warn} the agent is not reading: ${shortBytes(unread)} typed and not read`);
    if (otherSince !== null && now - otherSince >= sizeTakes)
      words.push(`sized by another terminal: ${columns}x${rows}`);
  }
  if (!mouse) words.push('mouse off');
  return words;
}

function keyWords(bindings: Bindings, kind: 'zoom' | 'picture', columns: number): string {
  const out = `${keyOf(bindings, kind === 'zoom' ? 'zoom.leave' : 'picture.leave')} back `;
  const back = keyOf(bindings, kind === 'zoom' ? 'zoom.scrollback' : 'picture.scrollback');
  const both = `${back} read back  ${out}`;
  return columnsOf(both) <= columns ? both : out;
}
