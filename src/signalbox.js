#!/usr/bin/env node
// The launcher: plain JavaScript for Nodes far older than the program needs, so that even those get a sentence.
import { spawn } from 'child_process';
import { closeSync, existsSync, openSync } from 'fs';
import { isatty } from 'tty';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const needed = [22, 13];
const usageStatus = 2;
const here = fileURLToPath(import.meta.url);

function say(sentence) {
  process.stderr.write('signalbox: ' + sentence + '\n');
}

function isNewEnough(version) {
  const parts = version.slice(1).split('.').map(Number);
  return parts[0] > needed[0] || (parts[0] === needed[0] && parts[1] >= needed[1]);
}

/** The npm package `node`, installed beside the program or above it. */
function nodeBeside() {
  for (let folder = dirname(here); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', 'node', 'bin', 'node');
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return null;
  }
}

// Node gives a terminal its first settings back when it ends. Here the child is the one that knows better; Node leaves a
// descriptor alone that is another file by then.
function leaveTerminalAlone() {
  for (const descriptor of [0, 1, 2]) {
    if (!isatty(descriptor)) continue;
    closeSync(descriptor);
    openSync('/dev/null', 'r+');
  }
}

function handOver(node) {
  const child = spawn(node, [here].concat(process.argv.slice(2)), { stdio: 'inherit' });
  // A terminal sends these two to the child as well; passing them on would double them.
  const fromTerminal = process.stdin.isTTY ? ['SIGINT', 'SIGQUIT'] : [];
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (fromTerminal.indexOf(signal) === -1) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    say('cannot run ' + node + ': ' + error.message);
    process.exitCode = usageStatus;
  });
  child.on('exit', (code, signal) => {
    leaveTerminalAlone();
    if (signal === null) {
      process.exitCode = code === null ? 1 : code;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function start() {
  const program = new URL('../dist/main.js', import.meta.url);
  if (!existsSync(fileURLToPath(program))) {
    say('the program is not built: run npm run build in ' + dirname(dirname(here)));
    process.exitCode = usageStatus;
    return;
  }
  // Compiled code is kept between runs where this Node can: that halves the time a command takes to start.
  import('module')
    .then((module) => module.enableCompileCache && module.enableCompileCache())
    .then(() => import(program.href))
    .catch((thrown) => {
      say(thrown instanceof Error ? thrown.message : String(thrown));
      process.exitCode = 1;
    });
}

if (isNewEnough(process.version)) {
  start();
} else {
  const beside = nodeBeside();
  if (beside === null) {
    say(
      'Node ' +
        needed.join('.') +
        ' or newer is needed and this is ' +
        process.version +
        ': install one from https://nodejs.org',
    );
    process.exitCode = usageStatus;
  } else {
    handOver(beside);
  }
}
