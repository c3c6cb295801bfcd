import { closedWords } from '../words/closed-words.ts';
import { endRun, enter, remember, withdrawQuestions } from './change-session.ts';
import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';

type LandingEvent = Extract<
  Event,
  {
    type: 'landing.intended' | 'landing.blocked' | 'landing.outdated' | 'landing.finished' | 'pull-request.opened';
  }
>;

/** An approved round on its way to the target. */
export function reduceLanding(session: Session, event: LandingEvent, at: number): Session {
  const { landing } = session;
  if (session.state !== 'landing' || landing === null) return session;
  switch (event.type) {
    case 'landing.intended': {
      const intent = { from: event.from, to: event.to, checkouts: event.checkouts };
      return { ...session, landing: { ...landing, intent, waits: null } };
    }
    case 'landing.blocked': {
      if (landing.waits === event.why) return session;
      return remember({ ...session, landing: { ...landing, waits: event.why } }, at, `landing waits: ${event.why}`);
    }
    case 'landing.outdated':
      return remember(
        { ...session, landing: { ...landing, intent: null, waits: null, batch: null } },
        at,
        'the target moved before the landing',
      );
    case 'pull-request.opened': {
      const pullRequest = { url: event.url, openedAt: at };
      const waits = `pull request ${event.url} is open`;
      return remember({ ...session, landing: { ...landing, pullRequest, waits } }, at, waits);
    }
    case 'landing.finished': {
      // What it was merged onto, which is not always where the branch came from.
      const from = event.commit === null ? null : (session.verdict?.target ?? null);
      const landed = { commit: event.commit, from, pullRequest: landing.pullRequest?.url ?? null, at };
      const done = {
        ...withdrawQuestions(enter(session, 'landed', at), { over: true }),
        landed,
        landing: null,
        gate: null,
        outlook: null,
      };
      const what = event.commit === null ? `closed: ${closedWords(session)}` : `landed as ${event.commit.slice(0, 7)}`;
      return endRun(remember(done, at, what), at, 'finished');
    }
  }
}
