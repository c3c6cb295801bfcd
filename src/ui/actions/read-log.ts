import type { TextSource } from '../state/views.ts';
import type { Dashboard } from './dashboard.ts';

/** How much of a log is read, bytes: the newest part is what one looks for; of what was handed in, the beginning. */
const logLimit = 512 * 1024;

/** Reads a session's output, a check's log, or a text that was handed in. */
export async function readLog(
  { link }: Pick<Dashboard, 'link'>,
  { session, source }: Pick<TextSource, 'session' | 'source'>,
): Promise<{ text: string; truncated: boolean }> {
  if (source.kind === 'evidence') {
    const { name, round } = source.file;
    return await link.request('session/evidence', { session, name, round, limit: logLimit });
  }
  if (source.kind === 'job')
    return await link.request('job/log', { session, name: source.name, from: null, limit: logLimit });
  const check = source.kind === 'check' ? source.name : null;
  return await link.request('session/log', { session, check, limit: logLimit });
}
