import type { Report } from '../../core/model/report.ts';
import type { AgentError, FullMessage } from './events.ts';

/** What a conversation's last message says about a turn that is over; null: nothing that is a turn's end. */
export function endOfTurn(
  last: FullMessage | null,
  { error, background }: { error: AgentError | null; background: readonly string[] },
): Report | null {
  const failed = error ?? last?.info.error ?? null;
  if (failed !== null) return brokenOff(failed);
  // A compaction's summary is a message too, and so is what the person ran themselves with `!`: that one has no finish.
  if (last === null || last.info.role !== 'assistant' || last.info.summary === true) return null;
  const { finish } = last.info;
  if (finish === undefined) return null;
  // A turn goes on by itself after its tools. It does not where the person refused one or dismissed a question.
  if (finish === 'tool-calls') return { kind: 'interrupted', rule: 'session.status idle after a refused tool call' };
  return {
    kind: 'turn-ended',
    words: textOf(last),
    background,
    held: false,
    rule: `session.status idle, message finish ${finish}`,
  };
}

/** How a turn ended that met an error. */
export function brokenOff({ name, data }: AgentError): Report {
  if (name === 'MessageAbortedError') return { kind: 'interrupted', rule: `session.error ${name}` };
  const said = data?.message?.trim() ?? '';
  return {
    kind: 'turn-failed',
    reason: said === '' ? `its model fails: ${name}` : `its model fails: ${said.split('\n')[0]}`,
    rule: `session.error ${name}`,
  };
}

function textOf({ parts }: FullMessage): string | null {
  const texts = parts.flatMap((part) => (part.type === 'text' && part.synthetic !== true ? [part.text ?? ''] : []));
  return (
    texts
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .join('\n\n') || null
  );
}
