import type { StateReason } from '../core/words/explain-state.ts';
import { moment, span } from './time-words.ts';

/** Observations that are shown; JSON has all that are kept. */
const shownObservations = 12;

/** Why a session is in its state, as lines. `now`: milliseconds since the epoch. */
export function whyLines(why: StateReason, now: number): string[] {
  const { id, state, since, because, event, signal, activity, subWork, observations } = why;
  const left = observations.length - shownObservations;
  return [
    `#${id} ${state} since ${moment(since)} (${span(now - since)})`,
    `because:  ${because}`,
    ...(event === null ? [] : [`event:    ${event}`]),
    ...(signal === null ? [] : [`signal:   ${signal}`]),
    ...(activity === null
      ? []
      : [
          `agent:    ${activity.kind}${activity.words === null ? '' : `: ${activity.words}`}, since ${moment(activity.since)}  [${activity.rule}]`,
        ]),
    ...(subWork === null ? [] : [`helpers:  ${subWork}`]),
    ...(observations.length === 0 ? [] : ['', left > 0 ? `last seen, ${left} before these:` : 'last seen:']),
    ...observations
      .slice(-shownObservations)
      .map(
        (observation) =>
          `${moment(observation.at)}  ${observation.what.split('\n', 1)[0] ?? ''}  [${observation.rule}]`,
      ),
  ];
}
