import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

const paneProgram = fileURLToPath(new URL('../load/pane.sh', import.meta.url));
const pacedProgram = fileURLToPath(new URL('../load/paced.ts', import.meta.url));
/** Bytes that each command leaves in the list of those done. */
const markBytes = 2;

/** The shell command that is a pane, the same on every side; `pipe` as the shell is to read it. */
export function paneCommand(pipe: string): string {
  return `exec sh "${paneProgram}" "${pipe}"`;
}

/** A command that writes a file again and again at a rate. */
export function paced(file: string, bytesPerSecond: number, seconds: number): string {
  return `"${process.execPath}" "${pacedProgram}" "${file}" ${bytesPerSecond} ${seconds}`;
}

/** A flood for so many seconds. */
export function flood(seconds: number): string {
  return `timeout --foreground ${seconds} yes`;
}

/** One terminal program that does what it is told through a pipe. */
export class Pane {
  readonly #pipe: string;
  #told = 0;

  constructor(pipe: string) {
    this.#pipe = pipe;
  }

  /** Waits until it runs. */
  async ready(): Promise<void> {
    while (!existsSync(`${this.#pipe}.done`)) await pause(10);
  }

  /** Has it run a shell command after those before; resolves when it has been told. */
  async tell(command: string): Promise<void> {
    this.#told++;
    await writeFile(this.#pipe, `${command}\n`);
  }

  /** Waits until it has done all that it was told. */
  async idle(): Promise<void> {
    while (statSync(`${this.#pipe}.done`).size < this.#told * markBytes) await pause(5);
  }

  /** How many paced loads have begun in it. */
  get begun(): number {
    return statSync(`${this.#pipe}.begun`, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Has it run a shell command and waits until that is over. */
  async run(command: string): Promise<void> {
    await this.tell(command);
    await this.idle();
  }
}

/** Has all panes run a command at the same time, does something meanwhile, and waits until all are through. */
export async function busyWith<Result>(
  panes: readonly Pane[],
  command: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = panes.map((pane) => pane.begun);
  await Promise.all(panes.map((pane) => pane.tell(command)));
  if (command.includes(pacedProgram)) {
    for (const [index, pane] of panes.entries()) while (pane.begun === before[index]) await pause(5);
  }
  const result = await work();
  await Promise.all(panes.map((pane) => pane.idle()));
  return result;
}
