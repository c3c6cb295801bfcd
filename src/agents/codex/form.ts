import type { DialogQuestion } from '../../core/model/report.ts';
import type { FormField, ServerQuestion } from './messages.ts';

type Form = Extract<ServerQuestion, { method: 'mcpServer/elicitation/request' }>['params']['requestedSchema'];

const yes = 'yes';
const no = 'no';
const accept = 'Accept';
const decline = 'Decline';

/** The form of an MCP server as questions, one for each field; null when it has a field that is more than a word. */
export function formQuestions(message: string, form: Form): DialogQuestion[] | null {
  const fields = Object.entries(form?.properties ?? {});
  if (fields.length === 0) return [{ ...question(message, [accept, decline]), freeText: false }];
  if (fields.some(([, field]) => field.type === 'array' || field.type === 'object')) return null;
  return fields.map(([name, field]) => {
    const options = optionsOf(field);
    const label = field.title || name;
    const optional = form?.required?.includes(name) ? '' : ' (optional: - for nothing)';
    return {
      ...question(`${message}: ${label}${optional}`, options),
      detail: field.description || null,
      freeText: options.length === 0 || optional !== '',
      default: field.default === undefined || field.default === null ? null : String(field.default),
    };
  });
}

/** What the server gets: `{action, content}`. */
export function formAnswer(form: Form, answers: readonly string[]): object {
  const fields = Object.entries(form?.properties ?? {});
  if (fields.length === 0 && answers[0] !== accept) return { action: 'decline', content: null, _meta: null };
  const content = fields.flatMap(([name, field], index) => {
    const value = valueOf(field, answers[index] ?? '');
    return value === undefined ? [] : [[name, value] as const];
  });
  return { action: 'accept', content: Object.fromEntries(content), _meta: null };
}

function question(text: string, options: readonly string[]): DialogQuestion {
  return { text, detail: null, options: [...options], default: null, multiple: false, freeText: false };
}

function optionsOf(field: FormField): string[] {
  if (field.type === 'boolean') return [yes, no];
  return field.oneOf?.map(({ title }) => title) ?? field.enum ?? [];
}

/** undefined: the field is left out. */
function valueOf(field: FormField, answer: string): string | number | boolean | undefined {
  const text = answer.trim();
  if (text === '' || text === '-') return undefined;
  if (field.type === 'boolean') return text === yes;
  if (field.type === 'number' || field.type === 'integer') return Number(text);
  return field.oneOf?.find(({ title }) => title === text)?.const ?? text;
}
