import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Model } from './model-server.ts';
import { scenarioSchema } from './scenario.ts';

// Runs a scenario by hand: node test/agents/model/main.ts SCENARIO.json [PORT]. Prints what the model hears.
// A line on the standard input is the name of a hold: it is released.

const [path, port = '0'] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('usage: node test/agents/model/main.ts SCENARIO.json [PORT]\n');
  process.exit(2);
}
const model = await Model.run(scenarioSchema.parse(JSON.parse(readFileSync(path, 'utf8'))), Number(port));
process.stdout.write(`${model.url}\n`);
model.watch(({ path: asked, lastIs, last, tools }) => {
  process.stdout.write(`${asked} ${lastIs}: ${last}\n  tools: ${tools.map(({ name }) => name).join(' ')}\n`);
});
model.onComplaint((line) => process.stdout.write(`not foreseen: ${line}\n`));
createInterface({ input: process.stdin }).on('line', (line) => model.release(line.trim()));
