import { demoAgent } from './demo-agent.ts';
import { demoTasks } from './demo-tasks.ts';
import { paceVariable } from './demo-repository.ts';

/** The program that plays every agent of the demo: which one it is, the task's title says. */
const task = demoTasks.find((candidate) => candidate.title === process.env['SIGNALBOX_TITLE']);
if (task === undefined) throw new Error(`the demo has no task ${String(process.env['SIGNALBOX_TITLE'])}`);

const agent = demoAgent({ env: process.env, paceMs: Number(process.env[paceVariable] ?? '100') });
process.exitCode = await task.play(agent);
