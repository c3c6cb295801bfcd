/** Words, written as lines of them. */
function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}

/** Words without which a question is the same one. */
export const harmless = wordSet('a an the please kindly is are be am our whether');

/** Words for choosing something: where it is said what is to be chosen among, they add nothing. */
export const choosing = '(?:use|choose|pick|prefer|go with|select)';

/** Words that begin a part of a sentence that says where, when or how; it may stand in front or behind. */
export const openers =
  '(?:for|in|on|when|whenever|while|if|before|after|with|during|by|at|under|inside|outside|until|once|without|regarding|about)';

/** Words that lead to what something is done with, from or to: a list of alternatives ends at them. */
export const prepositions = wordSet(
  'for in on when whenever while if before after with during by at under inside outside until once',
  'without regarding about to from into onto of as than over instead through via between against',
  'where because unless except',
);

/** Words that turn a meaning round. */
export const negations = wordSet('not no never none nothing nowhere neither nor without avoid except unless hardly');

/** Words that point at something, or at a time, that only its session knows. */
export const pointing = wordSet(
  'this these those that here above below following former latter previous aforementioned such',
  'now today tonight tomorrow yesterday currently yet already again',
);

/** Words that stand for something said before: where nothing was, only the session knows what. */
export const standIns = wordSet('it they them its their he she him her one 1 ones other others another both');

/** Words that every question may have, and that say nothing about what it is about. */
export const general = wordSet(
  'which should may must or and you i me us do does did how where when who why want would like will',
  'option options way approach choice alternative use prefer choose pick agree better best right ok',
  'fine it there have many much first second last solution variant one not no yes now later go on',
  'make get what',
);

/** Sentences that ask for nothing and say nothing. */
export const courtesy =
  /^(?:hi|hello|hey|thanks|thank you|thanks in advance|(?:just )?(?:a |1 )?(?:quick |short )?question|please (?:advise|confirm|answer)|let me know|i have a question|i need (?:a|your) decision|what do you think|your call)(?: there| all)?$/;

/** The same in front of a question. */
export const preface =
  /^(?:(?:hi|hello|hey|sorry|ok|okay|so|well|(?:just )?(?:a |1 )?(?:quick |short )?question|decision needed|i have a question|(?:can |could )?(?:you )?(?:please )?(?:tell me|let me know|confirm|decide)(?= (?:[,:]|whether|if|which|what|how|where|when|should|shall|may|can|do) )|i was wondering|i wonder|please)(?: there)?(?: [,:])? )+/;
