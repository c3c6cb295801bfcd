/** Readings of a task's prompt. English only, and conservative: a finding quotes the words that led to it. */

/** Words that promise no result one could check. */
const vague =
  /\b(?:improve|clean(?:ing)?[ -]?up|tidy(?: up)?|polish|refactor|optimi[sz]e|moderni[sz]e|enhance|fix (?:the )?(?:bugs?|issues?|problems?|everything|things|stuff)|make (?:it|this|things|everything|the \w+) (?:work|better|nicer|faster|cleaner|good)|various|some (?:bugs?|issues?|stuff|things)|and so on|etc\b\.?|as needed|where (?:needed|necessary|appropriate))/iu;

/** Something one could look for: a path, a name from code, a quotation, a number, an example. */
const concrete =
  /`[^`]+`|"[^"]{2,}"|\b[\w-]+\/[\w./*-]+|\b\w+\.[a-z]{1,4}\b|\b[a-z]+[A-Z]\w*|\b[a-z]+_\w+|\b\d+\b|\b[A-Z]{2,}\b/u;
/** With so many words around it, a vague one does no harm. */
const enoughWords = 40;

/** What is vague about a text; null when nothing is. */
export function vagueWords(text: string): string | null {
  const found = vague.exec(text)?.[0];
  if (found === undefined || concrete.test(text) || wordsOf(text) >= enoughWords) return null;
  return `vague: "${found.trim()}" names no result that could be checked`;
}

const decides =
  /\b(?:decide (?:on|how|which|what|whether|between|if)|choose|pick (?:a|an|the|one|whichever)|your (?:choice|call)|up to you|whatever you (?:think|prefer)|design (?:a|an|the|how)|come up with|figure out (?:the best|how best|which|what (?:the )?best|whether)|(?:best|right|better) (?:approach|way|design|library|architecture)|(?:evaluate|compare|weigh|explore) (?:the )?(?:options|alternatives|approaches|librar(?:y|ies)|designs?|ways)|which (?:library|approach|design|framework|database) |should we|propose (?:a|an|the) (?:design|architecture|api|approach)|rethink)\b/iu;
/** Where the words say that the opposite is wanted. */
const denied = /\b(?:not|n't|never|without|instead of|already|nothing to|no need to|don.t)\s+(?:\w+\s+){0,2}$/iu;

/** Words that ask for judgement, in a task that nobody watches; null when there are none. */
export function judgementWords(text: string): string | null {
  for (const match of text.matchAll(new RegExp(decides.source, 'giu'))) {
    if (denied.test(text.slice(Math.max(0, match.index - 40), match.index))) continue;
    return `"${match[0].trim()}" asks for judgement: settle it in the prompt, or make it a judgement task`;
  }
  return null;
}

const joins =
  /\b(?:and also|while (?:you.re|you are|we.re) (?:at it|there)|in addition,?|additionally,?|on top of that|as a (?:second|separate) (?:task|step|thing)|another thing|unrelated(?:ly)?\b(?! (?:files|changes|code)))/iu;
const verbs =
  /^(?:please\s+)?(add|fix|write|remove|rename|update|upgrade|bump|implement|create|refactor|move|delete|change|make|document|test|replace|convert|migrate|investigate|introduce|support|drop|extract|split|port|translate|improve|clean|set up|speed up|translate|show|hide)\b/iu;

/** Whether a prompt asks for several tasks, by its words or by a list whose items have nothing in common. */
export function severalTasks(prompt: string): string | null {
  const said = joins.exec(prompt)?.[0];
  if (said !== undefined) return `several tasks in one: "${said.trim().replace(/,$/u, '')}"`;
  const items = [...prompt.matchAll(/^ {0,3}(?:\d+[.)]|[-*+])\s+(.+(?:\n {2,}\S.*)*)$/gmu)].map(
    ([, item = '']) => item,
  );
  const tasks = items.filter((item) => verbs.test(item));
  if (tasks.length < 2 || tasks.length < items.length / 2) return null;
  const apart = groups(tasks.map(contentWords));
  if (apart < 2) return null;
  return `several tasks in one: its list has ${tasks.length} items in ${apart} groups with nothing in common`;
}

const empty = new Set(
  'that this with from into when then them they there than what which where have been were will would should could each every other only also just more most some such make sure must does dont need file files code test tests line lines function them'.split(
    ' ',
  ),
);

/** Word stems that say what an item is about. */
function contentWords(item: string): Set<string> {
  const words =
    item
      .replace(verbs, '')
      .toLowerCase()
      .match(/[\p{L}\d_]{4,}/gu) ?? [];
  return new Set(
    words.filter((word) => !empty.has(word)).map((word) => word.replace(/(?:ings?|ed|es|s)$/u, '').slice(0, 7)),
  );
}

/** Into how many groups the items fall when those that share a word belong together. */
function groups(items: readonly ReadonlySet<string>[]): number {
  const group = items.map((_, at) => at);
  items.forEach((words, at) => {
    for (let other = 0; other < at; other += 1) {
      if (![...(items[other] ?? [])].some((word) => words.has(word))) continue;
      const [old, now] = [group[at], group[other]];
      group.forEach((each, index) => {
        if (each === old && now !== undefined) group[index] = now;
      });
    }
  });
  return new Set(group).size;
}

function wordsOf(text: string): number {
  return text.split(/\s+/u).filter((word) => /\p{L}/u.test(word)).length;
}
