import { z } from 'zod';
import { commentSchema } from '../../core/model/review-notes.ts';
import { kindSchema } from '../../core/model/task.ts';

/** What a person has begun to write and not handed in: it survives the dashboard's end, however it came. */
const answerDraftSchema = z.object({
  text: z.string(),
  /** Positions of the picked options, in their order. */
  options: z.array(z.number().int().nonnegative()).default([]),
});
export type AnswerDraft = z.infer<typeof answerDraftSchema>;

const taskDraftSchema = z.object({
  title: z.string(),
  goal: z.string(),
  boundary: z.string(),
  stop: z.string(),
  after: z.string(),
  priority: z.string(),
  /** Checks taken away from those of the repository. */
  without: z.array(z.string()),
  kind: kindSchema,
  /** null: the configured default. */
  agent: z.string().nullable(),
  /** When it is done, beyond the checks, a sentence a line. */
  done: z.string().default(''),
  lead: z.boolean().default(false),
});
export type TaskDraft = z.infer<typeof taskDraftSchema>;

/** A comment being written: what it is about, so that it is found again without the review. */
const commentDraftSchema = commentSchema
  .pick({ id: true, path: true, side: true, line: true, quoted: true, before: true, after: true, text: true })
  .extend({ session: z.number() });
export type CommentDraft = z.infer<typeof commentDraftSchema>;

export const draftsSchema = z.object({
  /** By `answerKey`. */
  answers: z.record(z.string(), answerDraftSchema),
  /** New ones by the repository's id, others by what they are written for: `draftKey`. */
  tasks: z.record(z.string(), taskDraftSchema),
  /** Notes of rejections by session and round. */
  notes: z.record(z.string(), z.string()).default({}),
  /** By the comment's id. */
  comments: z.record(z.string(), commentDraftSchema).default({}),
  /** Sentences as which answers are to be kept, by `answerKey`. */
  sentences: z.record(z.string(), z.string()).default({}),
});
export type Drafts = z.infer<typeof draftsSchema>;

export const noDrafts: Drafts = { answers: {}, tasks: {}, notes: {}, comments: {}, sentences: {} };
export const emptyAnswer: AnswerDraft = { text: '', options: [] };
export const emptyTask: TaskDraft = {
  title: '',
  goal: '',
  boundary: '',
  stop: '',
  after: '',
  priority: '0',
  without: [],
  kind: 'isolated',
  agent: null,
  done: '',
  lead: false,
};

/** Under which an answer's draft is kept. */
export function answerKey(session: number, question: number): string {
  return `${session}:${question}`;
}

/** The drafts with one answer's draft changed, or dropped when `draft` is null. */
export function withAnswerDraft(drafts: Drafts, key: string, draft: AnswerDraft | null): Drafts {
  const { [key]: _old, ...others } = drafts.answers;
  return { ...drafts, answers: draft === null ? others : { ...others, [key]: draft } };
}

/** The drafts with one task form changed, or emptied when `draft` is null. */
export function withTaskDraft(drafts: Drafts, key: string, draft: TaskDraft | null): Drafts {
  const { [key]: _old, ...others } = drafts.tasks;
  return { ...drafts, tasks: draft === null ? others : { ...others, [key]: draft } };
}

/** Under which a rejection's note is kept: another round gets an empty one. */
export function noteKey(session: { readonly id: number; readonly round: number }): string {
  return `${session.id}:${session.round}`;
}

/** The drafts with one note changed, or dropped when `note` is null. */
export function withNote(drafts: Drafts, key: string, note: string | null): Drafts {
  const { [key]: _old, ...others } = drafts.notes;
  return { ...drafts, notes: note === null ? others : { ...others, [key]: note } };
}

/** The drafts with one half-typed comment changed, or dropped when `draft` is null. */
export function withComment(drafts: Drafts, id: string, draft: CommentDraft | null): Drafts {
  const { [id]: _old, ...others } = drafts.comments;
  return { ...drafts, comments: draft === null ? others : { ...others, [id]: draft } };
}

/** The half-typed comments on a session's work. */
export function halfTypedOf(drafts: Drafts, session: number): readonly CommentDraft[] {
  return Object.values(drafts.comments).filter((draft) => draft.session === session && draft.text.trim() !== '');
}

/** The drafts with one sentence changed, or dropped when `sentence` is null. */
export function withSentence(drafts: Drafts, key: string, sentence: string | null): Drafts {
  const { [key]: _old, ...others } = drafts.sentences;
  return { ...drafts, sentences: sentence === null ? others : { ...others, [key]: sentence } };
}
