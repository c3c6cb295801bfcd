import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { layoutScreen } from './layout/layout-screen.ts';
import { baseView } from './overlay.ts';
import { AnswersPane } from './panes/answers/answers-pane.tsx';
import { DialogPane } from './panes/dialog-pane.tsx';
import { FooterPane, HeaderPane, MessagePane, TabsPane } from './panes/edge-panes.tsx';
import { FormPane } from './panes/form-pane.tsx';
import { ProposalsPane } from './panes/proposals-pane.tsx';
import { ScrollbackPane } from './panes/scrollback-pane.tsx';
import { TextPane } from './panes/text-pane.tsx';
import { ZoomPane } from './panes/zoom-pane.tsx';
import { ReviewView } from './review/review-view.tsx';
import { useLook } from './look.ts';
import { Place } from './parts/place.tsx';
import { sittingNow } from './state/sitting-now.ts';
import { useDashboard } from './use-dashboard.ts';

/** The whole screen: the pane or view that is in sight between header, message and footer. */
export function Dashboard(): ReactElement {
  const { columns, rows } = useDashboard((state) => state.size);
  const layout = layoutScreen({ columns, rows });
  return (
    <Box width={columns} height={rows} overflow="hidden">
      {layout.kind === 'tiny' ? <Text wrap="truncate">signalbox: too small, at least 60x15</Text> : <Body />}
    </Box>
  );
}

function Body(): ReactElement {
  const view = useDashboard(baseView);
  const size = useDashboard((state) => state.size);
  const { review, glyphs } = useLook();
  const sitting = useDashboard((state) => sittingNow(state, glyphs.dot));
  const { whole } = layoutScreen(size);
  switch (view?.kind) {
    case 'zoom':
    case 'picture':
      return <ZoomPane />;
    case 'scrollback':
      return <ScrollbackPane />;
    case 'review':
      return (
        <Covering>
          <Place rect={whole}>
            <ReviewView state={view.state} columns={whole.columns} rows={whole.rows} theme={review} sitting={sitting} />
          </Place>
        </Covering>
      );
    case 'new-task':
      return (
        <Covering>
          <FormPane />
        </Covering>
      );
    case 'stats':
    case 'digest':
      return (
        <Covering>
          <></>
        </Covering>
      );
    case 'proposals':
      return (
        <Covering>
          <ProposalsPane />
        </Covering>
      );
    case 'log':
    case 'help':
      return (
        <Covering>
          <TextPane />
        </Covering>
      );
    default:
      return <Board answering={view?.kind === 'answers'} />;
  }
}

/** A view that has the screen to itself. */
function Covering({ children }: { children: ReactElement }): ReactElement {
  return (
    <>
      {children}
      <DialogPane />
      <MessagePane />
      <FooterPane />
    </>
  );
}

/** What is beside the board's frames and the next review: those are painted, see overlay.ts. */
function Board({ answering }: { answering: boolean }): ReactElement {
  const { kind } = layoutScreen(useDashboard((state) => state.size));
  const wide = kind === 'wide';
  return (
    <>
      <HeaderPane />
      {!wide && <TabsPane />}
      {answering && <AnswersPane />}
      <DialogPane />
      <MessagePane />
      <FooterPane />
    </>
  );
}
