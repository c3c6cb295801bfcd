import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../src/core/model/report.ts';
import { type Event, type FullMessage, parseEvent } from '../../../src/agents/opencode/events.ts';
import { type Open, type Seen, type Watch, newWatch, seeEvent, seeLast } from '../../../src/agents/opencode/watch.ts';

/** The conversation of the recorded scenes. */
export const main = 'ses_ddd2c275affeLca7yL1blDX4CG';

/** Events of a real opencode 1.18.33, one on a line, as its server sent them. */
export function recorded(scene: string): Event[] {
  const text = readFileSync(join(import.meta.dirname, 'recorded', `${scene}.jsonl`), 'utf8');
  return text
    .trim()
    .split('\n')
    .flatMap((line) => parseEvent(line) ?? []);
}

export interface Replayed {
  readonly watch: Watch;
  readonly reports: readonly Report[];
  readonly dead: readonly Open[];
}

/** Takes events as the channel does; what it would read from the server comes out of the events before. */
export function replay(
  events: readonly Event[],
  watch: Watch = newWatch({ startedAt: 0, main, told: null }),
): Replayed {
  const messages = new Map<string, FullMessage>();
  const reports: Report[] = [];
  const dead: Open[] = [];
  let now = watch;
  const take = (seen: Seen) => {
    now = seen.watch;
    reports.push(...seen.reports);
    dead.push(...seen.dead);
    if (seen.read === null) return;
    const { conversation, turn } = seen.read;
    const last = [...messages.values()].filter(({ info }) => info.sessionID === conversation).at(-1);
    take(seeLast(now, last ?? null, turn));
  };
  for (const event of events) {
    remember(messages, event);
    take(seeEvent(now, event, 'terminal'));
  }
  return { watch: now, reports, dead };
}

function remember(messages: Map<string, FullMessage>, event: Event): void {
  if (event.type === 'message.updated') {
    const { info } = event.properties;
    messages.set(info.id, { info, parts: messages.get(info.id)?.parts ?? [] });
  } else if (event.type === 'message.part.updated') {
    const { part } = event.properties;
    const message = messages.get(part.messageID);
    if (message !== undefined) messages.set(part.messageID, { ...message, parts: [...message.parts, part] });
  }
}

/** A report as one line. */
export function inWords(report: Report): string {
  switch (report.kind) {
    case 'activity':
      return report.words === null ? report.activity : `${report.activity}: ${report.words}`;
    case 'dialog-opened':
      return `${report.about}: ${report.questions.map((question) => question.text).join(' / ')}`;
    case 'dialog-closed':
      return `closed by the ${report.by}`;
    case 'turn-ended':
      return `ended: ${report.words}${report.background.length > 0 ? ` (still: ${report.background.join(', ')})` : ''}`;
    case 'interrupted':
      return 'interrupted';
    case 'turn-failed':
      return `failed: ${report.reason}`;
    case 'prompted':
      return 'prompted';
    case 'conversation':
      return `conversation ${report.id}`;
    case 'sub-work':
      return `helpers: ${report.words}`;
  }
}

/** Lines without their repetitions: the same report twice in a row is no news. */
export function lines(reports: readonly Report[]): string[] {
  return reports.map(inWords).filter((line, index, all) => line !== all[index - 1]);
}
