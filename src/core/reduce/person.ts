import type { Event } from '../model/events.ts';
import type { Person } from '../model/person.ts';

export type PersonEvent = Extract<Event, { type: 'person.came' | 'person.left' | 'person.notified' }>;

/** Whether the person is there, and what they have been called for. */
export function reducePerson(person: Person, event: PersonEvent, at: number): Person {
  switch (event.type) {
    case 'person.came':
      return person.present ? person : { ...person, present: true, since: at };
    case 'person.left':
      return person.present ? { ...person, present: false, since: at, leftAt: at } : person;
    case 'person.notified':
      return { ...person, notified: { at, questions: event.questions, reviews: event.reviews, text: event.text } };
  }
}
