import { dayAfter } from './exceptions.js';
import { InputError } from './input.js';
import type { CleanUpKey } from './sheet-key.js';
import type { Sheet, SheetEntry, SheetField } from './sheet.js';
import type { Acceptance } from './types.js';

/** What was decided of one clean-up. `line` is that of its decision in the sheet. */
export type CleanUpDecision = { key: CleanUpKey; line: number } & (
  | { does: 'clean-up' }
  | { does: 'accept'; acceptance: Acceptance }
);

/** What was decided of one service. */
export interface ServiceDecision {
  service: string;
  line: number;
  state: 'in-use' | 'retiring' | 'retired';
  until?: string;
  owner?: string;
  note?: string;
}

/** A filled sheet, every answer checked. */
export interface Decisions {
  cleanUps: CleanUpDecision[];
  services: ServiceDecision[];
  /** Clean-ups that nobody has decided on. */
  open: CleanUpKey[];
  /** Services that nobody has decided on. */
  openServices: string[];
  /** What a person may have forgotten, one sentence each. */
  notes: string[];
}

/** What answers are held against. */
export interface DecisionBounds {
  file: string;
  /** Ids of all rules. */
  rules: ReadonlySet<string>;
  services: ReadonlySet<string>;
  /** `2026-12-31`. */
  today: string;
  maxDays: number;
}

/** Checks the answers of a sheet; an InputError with file, line and field for the first that cannot be taken as it is. */
export function decisionsOf({ entries }: Sheet, bounds: DecisionBounds): Decisions {
  const decisions: Decisions = { cleanUps: [], services: [], open: [], openServices: [], notes: [] };
  for (const entry of entries) {
    checkKnown(entry, bounds);
    const word = wordOf(entry);
    if (word === '') leaveOpen(entry, decisions);
    else if ('cleanUp' in entry.about)
      decisions.cleanUps.push(cleanUpDecision(entry.about.cleanUp, word, entry, bounds));
    else decisions.services.push(serviceDecision(entry.about.service, word, entry, bounds));
  }
  return decisions;
}

function checkKnown({ about, line }: SheetEntry, { file, rules, services }: DecisionBounds): void {
  const place = { file, line };
  if ('service' in about) {
    if (!services.has(about.service)) throw new InputError(`there is no service "${about.service}" any more`, place);
  } else if (!rules.has(about.cleanUp.rule)) {
    throw new InputError(`there is no rule "${about.cleanUp.rule}" any more; write a new sheet`, place);
  }
}

/** Without what an editor or a habit puts around a word. */
const wordOf = ({ fields }: SheetEntry): string =>
  (fields.Decision?.text ?? '')
    .replace(/^[`*_"']+|[`*_"'.]+$/g, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

function leaveOpen({ about, fields }: SheetEntry, { open, openServices, notes }: Decisions): void {
  if ('cleanUp' in about) open.push(about.cleanUp);
  else openServices.push(about.service);
  const name = 'cleanUp' in about ? about.cleanUp.resource : about.service;
  const answered = (['Until', 'Reason', 'Ticket'] as const).filter(field => (fields[field]?.text ?? '') !== '');
  const [first] = answered;
  if (first) notes.push(`Line ${fields[first]?.line}: ${name} has a ${first.toLowerCase()}, but no decision.`);
}

function cleanUpDecision(key: CleanUpKey, word: string, entry: SheetEntry, bounds: DecisionBounds): CleanUpDecision {
  const line = entry.fields.Decision?.line ?? entry.line;
  if (word === 'delete' || word === 'change') return { key, line, does: 'clean-up' };
  const [, verb, day] = /^(keep|except)(?: until)?(?: (\S+))?$/.exec(word) ?? [];
  if (verb === undefined) {
    throw unknown(word, 'delete, change, "keep until 2027-03-31" or except', entry, bounds);
  }
  const expires = dayOf(day, entry, bounds);
  const latest = dayAfter(bounds.today, bounds.maxDays);
  if (expires > latest) {
    throw new InputError(
      `${expires} is further ahead than ${bounds.maxDays} days (${latest}); take an earlier day, or raise maxExceptionDays in rules.yaml`,
      placeOf(day === undefined ? 'Until' : 'Decision', entry, bounds),
    );
  }
  const ticket = entry.fields.Ticket?.text ?? '';
  const acceptance = {
    reason: required('Reason', verb, entry, bounds),
    owner: required('Owner', verb, entry, bounds),
    expires,
    ...(ticket === '' ? {} : { ticket }),
  };
  return { key, line, does: 'accept', acceptance };
}

function serviceDecision(service: string, word: string, entry: SheetEntry, bounds: DecisionBounds): ServiceDecision {
  const line = entry.fields.Decision?.line ?? entry.line;
  const owner = entry.fields.Owner?.text ?? '';
  const note = entry.fields.Reason?.text ?? '';
  const said = { service, line, ...(owner === '' ? {} : { owner }), ...(note === '' ? {} : { note }) };
  if (word === 'keep' || word === 'in use' || word === 'in-use') return { ...said, state: 'in-use' };
  if (word === 'retired') return { ...said, state: 'retired' };
  const [, verb, day] = /^(retire)(?: until)?(?: (\S+))?$/.exec(word) ?? [];
  if (verb === undefined) throw unknown(word, 'keep, "retire until 2027-03-31" or retired', entry, bounds);
  return { ...said, state: 'retiring', until: dayOf(day, entry, bounds) };
}

/** The day of a decision, from its own line or from `Until:`, not before today. */
function dayOf(inDecision: string | undefined, entry: SheetEntry, bounds: DecisionBounds): string {
  const below = entry.fields.Until?.text ?? '';
  const day = inDecision ?? below;
  const field = inDecision === undefined ? 'Until' : 'Decision';
  const place = placeOf(field, entry, bounds);
  if (day === '')
    throw new InputError('needs a day, such as "keep until 2027-03-31"', placeOf('Decision', entry, bounds));
  if (inDecision !== undefined && below !== '' && below !== inDecision) {
    throw new InputError(`says ${below}, but the decision says ${inDecision}`, placeOf('Until', entry, bounds));
  }
  if (!isDay(day)) throw new InputError(`"${day}" is no day; write it as 2027-03-31`, place);
  if (day < bounds.today) throw new InputError(`${day} is past; take a day to come`, place);
  return day;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && dayAfter(text, 0) === text;

function required(field: SheetField, verb: string, entry: SheetEntry, bounds: DecisionBounds): string {
  const text = entry.fields[field]?.text ?? '';
  if (text !== '') return text;
  const what = field === 'Owner' ? 'who answers for it' : 'why it stays';
  throw new InputError(`is empty: "${verb}" needs to say ${what}`, placeOf(field, entry, bounds));
}

const unknown = (word: string, known: string, entry: SheetEntry, bounds: DecisionBounds): InputError =>
  new InputError(`"${word}" is no decision; write ${known}`, placeOf('Decision', entry, bounds));

const placeOf = (field: SheetField, { fields, line }: SheetEntry, { file }: DecisionBounds) => ({
  file,
  line: fields[field]?.line ?? fields.Decision?.line ?? line,
  field,
});
