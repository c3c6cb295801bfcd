import { join } from 'node:path';
import { conventionsPath, oneLine } from '../../core/conventions/read-conventions.ts';
import { addConvention, removeConvention } from '../../core/conventions/write-conventions.ts';
import { revocable, revokeAnswer } from '../../core/decide/conventions.ts';
import { Fault } from '../../core/fault.ts';
import type { Question } from '../../core/model/question.ts';
import type { Session } from '../../core/model/session.ts';
import type { Answers } from '../../wire/serve.ts';
import { changeConventionsFile, readConventionsFile } from '../conventions-file.ts';
import type { Crew } from '../crew.ts';
import { lookAtRepository } from '../setting/repositories.ts';

type Names = 'convention/keep' | 'convention/remove' | 'answer/revoke';

/** Kept answers: in the file they go, out of it, and back. */
export function conventionAnswers(crew: Crew): Answers<Names> {
  const { ledger, conventions } = crew;
  return {
    'convention/keep': ({ session: id, question: number, answer, sentence }) => {
      const session = ledger.session(id);
      const { root } = repoOf(crew, session);
      const question = keepable(session, number);
      const asked = { question: question.text, detail: question.detail, options: question.options, answer };
      const written = changeConventionsFile(root, (text) => addConvention(text, { sentence, asked }));
      conventions.look(session.repo);
      return { id: written, path: join(root, conventionsPath) };
    },
    'convention/remove': async ({ path, id }) => {
      const { repo } = await lookAtRepository(crew, path);
      conventions.look(repo.id);
      const known = repoOf(crew, { repo: repo.id }).conventions.find((convention) => convention.id === id);
      if (known === undefined) {
        // Where it cannot be read it says why.
        readConventionsFile(repo.root);
        const message = `${repo.name} has no convention ${id}`;
        throw new Fault({ code: 'not-found', message, hint: 'signalbox conventions lists them' });
      }
      changeConventionsFile(repo.root, (text) => removeConvention(text, id));
      conventions.look(repo.id);
      return { sentence: known.sentence };
    },
    'answer/revoke': ({ session: id, question }) => {
      const only = revocable(ledger.session(id))[0]?.number ?? 0;
      ledger.decide((world) => revokeAnswer(world, { id, question }));
      return { question: question ?? only };
    },
  };
}

/** The question, when its answer can hold for later tasks. @throws Fault 'not-found', 'refused' */
function keepable(session: Session, number: number): Question {
  const question = session.questions.find((each) => each.number === number);
  if (question === undefined)
    throw new Fault({ code: 'not-found', message: `#${session.id} has no question ${number}` });
  if (question.about === 'question' && oneLine(question.text) !== '') return question;
  throw new Fault({
    code: 'refused',
    message: 'only the answer to what an agent asks can be kept, never a permission, a menu or a boundary',
  });
}

function repoOf({ ledger }: Crew, { repo: id }: { readonly repo: string }) {
  const repo = ledger.world.repos[id];
  if (repo === undefined) throw new Error(`repository ${id} vanished from the world`);
  return repo;
}
