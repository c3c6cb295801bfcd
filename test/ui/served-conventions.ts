import { readConventions } from '../../src/core/conventions/read-conventions.ts';
import { addConvention } from '../../src/core/conventions/write-conventions.ts';
import type { Decision } from '../../src/core/decide/decision.ts';
import type { World } from '../../src/core/model/world.ts';
import type { Params } from '../../src/wire/requests.ts';

/** The conventions of a made-up repository with one more, as its file would have them. */
export function keepInWorld(
  world: World,
  { session: id, question: number, answer, sentence }: Params<'convention/keep'>,
): Decision {
  const session = world.sessions[id];
  const question = session?.questions.find((each) => each.number === number);
  const repo = world.repos[session?.repo ?? ''];
  if (question === undefined || repo === undefined) throw new Error(`#${id} has no question ${number}`);
  let text = '';
  for (const known of repo.conventions) text = textOf(addConvention(text, known));
  const { text: asked, options } = question;
  text = textOf(addConvention(text, { sentence, asked: { question: asked, options, answer } }));
  const conventions = readConventions(text).map(({ convention }) => convention);
  return { events: [{ type: 'conventions.read', repo: repo.id, conventions }] };
}

function textOf(changed: ReturnType<typeof addConvention>): string {
  if ('refused' in changed) throw new Error(changed.refused);
  return changed.text;
}
