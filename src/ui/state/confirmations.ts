import type { View } from './views.ts';

/** The question before a session is stopped. */
export function askToStop(session: number, title: string): View {
  const text = `Stop #${session} ${title}? Its agent ends; the work stays and can be resumed.`;
  return { kind: 'confirm', text, leadsTo: { kind: 'stop', session } };
}

/** The question before a session is given up. */
export function askToDiscard(session: number, title: string): View {
  return {
    kind: 'confirm',
    text: `Discard #${session} ${title}? Its work will not land.`,
    leadsTo: { kind: 'discard', session },
  };
}
