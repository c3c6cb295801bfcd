import { delimiter } from 'node:path';

/** Names that belong to us, to npm, or to the terminal that a client happened to run in. */
const ours = /^(SIGNALBOX_|npm_|INIT_CWD$|NODE_CHANNEL_FD$|NODE_ENV$|NODE_OPTIONS$|COLUMNS$|LINES$|TMUX|STY$)/;

/** The client's environment without what npm and we ourselves added to it. */
export function clientEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  const byNpm = env['npm_lifecycle_event'] !== undefined;
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (name !== 'PATH' && !ours.test(name)) kept[name] = value;
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const path = folders.filter((folder) => !byNpm || !addedByNpm(folder)).join(delimiter);
  // An empty one would mean the present folder; without it the usual folders are searched.
  if (path !== '') kept['PATH'] = path;
  return kept;
}

function addedByNpm(folder: string): boolean {
  return folder.endsWith('/node_modules/.bin') || folder.endsWith('/node-gyp-bin');
}
