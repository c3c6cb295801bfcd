import { z } from 'zod';
import type { DialogQuestion, dialogKinds } from '../../core/model/report.ts';
import { type AskedQuestion, type PermissionDetails, askedSchema, detailsSchema } from './hook-event.ts';
import { type ScreenDialog, bare, isQuestions } from './screen.ts';

/** What hooks told of a dialog before it was shown: in full, where the screen cuts it off. */
export const announcedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('permission'), details: detailsSchema, at: z.number() }),
  z.object({ kind: z.literal('questions'), questions: z.array(askedSchema), at: z.number() }),
]);
export type Announced = z.infer<typeof announcedSchema>;

/** A dialog as the person is told of it. */
export interface ToldDialog {
  readonly about: (typeof dialogKinds)[number];
  readonly questions: readonly DialogQuestion[];
}

/** These open an editor, or a text field, in the agent's terminal: nothing that a choice from afar would finish. */
const notFromAfar = ['Modify with external editor', 'Enter a custom value'];

/**
 * Which of the announced dialogs is the one on the screen. They are announced all at once where several tools are called
 * at once, in no order, and shown one after the other. null when none fits.
 */
export function announcedAs(dialog: ScreenDialog, announced: readonly Announced[]): Announced | null {
  if (!isQuestions(dialog))
    return announced.find((one) => one.kind === 'permission' && fits(dialog, one.details)) ?? null;
  const calls = announced.filter((one) => one.kind === 'questions');
  return calls.find((one) => one.questions.some((question) => isAsked(dialog, question))) ?? calls[0] ?? null;
}

/** Whether this question of a dialog is the one that is shown. */
export function isAsked(dialog: ScreenDialog, question: AskedQuestion): boolean {
  return bare(dialog.question).includes(bare(question.question));
}

function fits(dialog: ScreenDialog, details: PermissionDetails): boolean {
  const title = bare(dialog.title);
  switch (details.type) {
    case 'exec': {
      if (!dialog.question.startsWith('Allow execution of [')) return false;
      const shown = bare(dialog.body);
      // A long command is shown from its beginning, or from its end.
      const command = bare(details.command ?? '');
      return (
        shown === '' || command.includes(shown) || command.startsWith(shown.slice(0, 40)) || shown.includes(command)
      );
    }
    case 'edit':
      return dialog.question.startsWith('Apply this change?') && title.includes(bare(details.fileName ?? ''));
    case 'mcp':
      return dialog.question.includes('MCP tool') && bare(dialog.question).includes(bare(details.toolName ?? ''));
    default:
      return !/^(?:Allow execution of|Apply this change\?)/.test(dialog.question);
  }
}

/** The dialog in words, as the hooks announced it where they did. */
export function tell(dialog: ScreenDialog, announced: Announced | null): ToldDialog {
  if (announced?.kind === 'questions' && announced.questions.length > 0)
    return { about: 'question', questions: announced.questions.map(asked) };
  const options = dialog.options.map((option) => option.label).filter((label) => !notFromAfar.includes(label));
  const permission = announced?.kind === 'permission' || options.some((label) => label.startsWith('Allow once'));
  const text =
    permission && dialog.title.startsWith('?') ? dialog.question : `${dialog.title} ${dialog.question}`.trim();
  const detail = announced?.kind === 'permission' ? detailOf(announced.details) : null;
  const question = {
    text,
    detail: detail ?? (dialog.body === '' ? null : dialog.body),
    options,
    default: null,
    multiple: false,
    freeText: false,
  };
  return { about: permission ? 'permission' : 'menu', questions: [question] };
}

function detailOf(details: PermissionDetails): string | null {
  if (details.type === 'edit') return details.fileDiff ?? null;
  return details.command ?? details.prompt ?? null;
}

function asked({ question, type, options, multiSelect }: AskedQuestion): DialogQuestion {
  const described = options.filter((option) => option.description !== '');
  return {
    text: question,
    detail: described.length === 0 ? null : described.map((one) => `${one.label}: ${one.description}`).join('\n'),
    options: optionsOf({ type, options }),
    default: null,
    multiple: type === 'choice' && multiSelect,
    freeText: true,
  };
}

/** The labels of a question's options, numbered from 1 on the screen. */
export function optionsOf({ type, options }: Pick<AskedQuestion, 'type' | 'options'>): string[] {
  if (type === 'yesno') return ['Yes', 'No'];
  return type === 'text' ? [] : options.map((option) => option.label);
}
