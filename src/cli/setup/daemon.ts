import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { placesOf } from '../../wire/places.ts';
import { commandEntry, commandGroup } from '../command-entry.ts';
import { daemonStatus, findDaemon, withDaemon } from '../connect-daemon.ts';
import { endDaemon } from '../end-daemon.ts';
import { restartDaemon } from '../restart-daemon.ts';
import { exitStatus } from '../exit-status.ts';
import { print, printJson, printRaw } from '../shell.ts';
import { moment } from '../time-words.ts';

const start = commandEntry({
  name: 'start',
  does: 'start the daemon, or replace one of another version',
  audience: 'person',
  options: z.object({}),
  async run({ shell, json }) {
    const status = await withDaemon(shell, (connection) => connection.request('daemon/status', {}));
    if (json) printJson(shell, status);
    else print(shell, `the daemon runs, pid ${status.pid}`);
  },
});

const stop = commandEntry({
  name: 'stop',
  does: 'end the daemon; agents go on unless told otherwise',
  audience: 'person',
  flags: [{ flags: '--agents', does: 'stop the agents too' }],
  options: z.object({ agents: z.boolean().default(false) }),
  async run({ shell, options, json }) {
    const stopped = await endDaemon(shell, options);
    if (json) printJson(shell, { stopped });
    else print(shell, stopped ? 'the daemon has stopped' : 'no daemon was running');
  },
});

const restart = commandEntry({
  name: 'restart',
  does: 'end the daemon and start it anew; agents and dashboards go on',
  audience: 'person',
  options: z.object({}),
  async run({ shell, json }) {
    const { was, pid, live } = await restartDaemon(shell);
    if (json) printJson(shell, { was, pid, live });
    else {
      const agents = live === 1 ? '1 agent goes on' : `${live} agents go on`;
      print(shell, `the daemon runs anew, pid ${pid}${was === null ? '' : ` (was ${was})`}; ${agents}`);
    }
  },
});

const status = commandEntry({
  name: 'status',
  does: 'whether the daemon runs; exit status 3 when not',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, json }) {
    const connection = await findDaemon(shell);
    if (connection === null) {
      shell.exit = exitStatus.noDaemon;
      if (json) printJson(shell, { running: false });
      else print(shell, 'no daemon is running');
      return;
    }
    const found = await daemonStatus(shell, connection).finally(() => connection.close());
    if (json) printJson(shell, { running: true, ...found });
    else {
      print(shell, `the daemon runs, pid ${found.pid}, version ${found.version}, since ${moment(found.startedAt)}`);
      print(shell, `its state is in ${found.home}`);
    }
  },
});

const logs = commandEntry({
  name: 'logs',
  does: "the daemon's log",
  audience: 'anyone',
  options: z.object({}),
  run({ shell, json }) {
    const path = placesOf(shell.env).daemonLog;
    const text = readLog(path);
    if (json) printJson(shell, { path, text });
    else printRaw(shell, text);
    return Promise.resolve();
  },
});

/** The background process that owns everything. */
export const daemonCommand = commandGroup({
  name: 'daemon',
  does: 'the background process: start, stop, restart, status, logs',
  commands: [start, stop, restart, status, logs],
});

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new Fault(
      { code: 'not-found', message: `there is no log ${path} yet`, hint: 'signalbox daemon start starts a daemon' },
      { cause: thrown },
    );
  }
}
