import { z } from 'zod';
import type { DialogQuestion } from '../../core/model/report.ts';
import type { PermissionRequest } from './hook-event.ts';
import { permissionReply } from './permission.ts';

/** The two tools with which Claude Code asks the person something: AskUserQuestion and ExitPlanMode. */

const questionsSchema = z.object({
  questions: z
    .array(
      z.object({
        question: z.string(),
        header: z.string().catch(''),
        multiSelect: z.boolean().catch(false),
        options: z.array(z.object({ label: z.string(), description: z.string().catch('') })).catch([]),
      }),
    )
    .min(1),
});

const goOn = 'Go on with this plan';
const keepPlanning = 'Keep planning';

/** Its questions when the tool asks the person something; undefined when it wants a permission. */
export function askedQuestions(event: PermissionRequest): readonly DialogQuestion[] | undefined {
  if (event.tool_name === 'ExitPlanMode') return [planQuestion(event)];
  if (event.tool_name !== 'AskUserQuestion') return undefined;
  return questionsSchema.safeParse(event.tool_input).data?.questions.map((asked) => ({
    text: asked.question,
    detail: detailOf(asked.header, asked.options),
    options: asked.options.map((option) => option.label),
    default: null,
    multiple: asked.multiSelect,
    freeText: true,
  }));
}

function detailOf(
  header: string,
  options: readonly { readonly label: string; readonly description: string }[],
): string | null {
  const described = options.filter((option) => option.description !== '');
  const lines = [
    ...(header === '' ? [] : [header]),
    ...described.map((option) => `${option.label}: ${option.description}`),
  ];
  return lines.length === 0 ? null : lines.join('\n');
}

function planQuestion(event: PermissionRequest): DialogQuestion {
  const { plan } = event.tool_input;
  return {
    text: 'Claude has a plan: go on with it?',
    detail: typeof plan === 'string' && plan !== '' ? plan : null,
    options: [goOn, keepPlanning],
    default: null,
    multiple: false,
    freeText: true,
  };
}

/** What the hook prints for the person's answers, in the order of `askedQuestions`. */
export function askedAnswer(event: PermissionRequest, answers: readonly string[]): unknown {
  if (event.tool_name === 'ExitPlanMode') return planAnswer(event, answers[0] ?? keepPlanning);
  const asked = questionsSchema.parse(event.tool_input).questions;
  const answered = Object.fromEntries(asked.map(({ question }, index) => [question, answers[index] ?? '']));
  return permissionReply({ behavior: 'allow', updatedInput: { ...event.tool_input, answers: answered } });
}

function planAnswer(event: PermissionRequest, answer: string): unknown {
  if (answer === goOn) return permissionReply({ behavior: 'allow', updatedInput: event.tool_input });
  const message =
    answer === keepPlanning
      ? 'The person wants you to keep planning. Stay in plan mode.'
      : `The person does not agree with the plan yet and says: ${answer}`;
  return permissionReply({ behavior: 'deny', message });
}
