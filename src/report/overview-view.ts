import type { LedgerRow } from '../core/ledger.js';
import type { Microservice, MicroserviceGroup, Overview } from '../core/overview.js';
import type { Report } from '../core/types.js';
import { type Graph, graphOf } from './drawing.js';
import type { Tone } from './gauge.js';
import { countOfNoun, stateWords } from './ledger-view.js';
import { type MicroserviceView, microserviceView } from './microservice-view.js';
import { countOf, enumerate, formatDay, formatMonth, formatNumber, formatUsd } from './wording.js';

/** The living overview of an account: plain texts, each page escapes them in its own way. */
export interface OverviewView {
  headline: string;
  services: {
    title: string;
    purpose: string;
    owner: string;
    where: string;
    count: string;
    money: string;
    state: string;
    tone: Tone;
  }[];
  questions: { title: string; purpose: string; note: string; answer: string; sentence: string; money: string }[];
  before: { title: string; until: string; note: string; left: string; money: string }[];
  microservices: MicroservicesView | null;
}

interface MicroservicesView {
  intro: string;
  /** Of all of them, where they are few enough. */
  graph: Graph | null;
  groups: GroupView[];
  lost: { name: string; purpose: string; owner: string; note: string }[];
  unlisted: string[];
}

interface GroupView {
  title: string;
  count: string;
  graph: Graph | null;
  /** Why there is no drawing of so many. */
  undrawn: string;
  microservices: MicroserviceView[];
}

/** What an overview says: of services where there is a ledger, of functions where they were looked at. */
export function overviewOf(report: Report): OverviewView {
  const { ledger, overview } = report;
  const rows = ledger?.rows ?? [];
  const whole = rows.filter(
    ({ region, state, declared }) => region === '*' && (state !== 'absent' || declared.state !== null),
  );
  const before = whole.filter(isBefore);
  const questions = whole.filter(row => !isBefore(row) && isQuestion(row));
  const services = whole.filter(row => !isBefore(row) && !isQuestion(row));
  return {
    headline: headlineOf(report, [services.length, questions.length, before.length]),
    services: services.map(row => serviceView(row, rows)),
    questions: questions.toSorted((a, b) => urgency(a) - urgency(b)).map(questionView),
    before: before.map(beforeView),
    microservices: overview ? microservicesView(overview) : null,
  };
}

/** One line for a terminal. */
export const summarizeOverview = (report: Report): string => overviewOf(report).headline;

const isBefore = ({ declared, state }: LedgerRow): boolean =>
  declared.state === 'retired' ||
  declared.state === 'retiring' ||
  declared.replacedBy !== undefined ||
  state === 'absent';

const isQuestion = ({ answer, declared }: LedgerRow): boolean => answer !== 'in-use' || declared.state === 'unsure';

/** What its owners ask comes first, and last what nobody can answer. */
const urgency = ({ answer, declared }: LedgerRow): number =>
  declared.state === 'unsure' ? 0 : answer === 'cannot-tell' ? 2 : 1;

function headlineOf({ ledger, overview }: Report, [used, asked, before]: readonly [number, number, number]): string {
  const counts = ledger
    ? `${countOf(used, 'service')} in use, ${formatNumber(asked)} in question, ${formatNumber(before)} used before. `
    : '';
  const functions = overview ? `${sayFunctions(overview)}. ` : '';
  const { bill, savings } = ledger ?? {};
  if (!bill || !savings) return `${counts}${functions}`.trim();
  return `${counts}${functions}${formatUsd(bill.usage)} in ${formatMonth(bill.month)}, ${formatUsd(savings.usd)} of it for nothing.`;
}

const sayFunctions = ({ microservices, unlisted }: Overview): string => {
  if (unlisted.length === 0) return countOf(microservices.length, 'microservice');
  return microservices.length === 0
    ? 'Microservices not known'
    : `At least ${countOf(microservices.length, 'microservice')}`;
};

const sayMoney = ({ paid, state }: LedgerRow): string => {
  if (paid.usd === null) return 'not known';
  return paid.usd < 0.005 && (state === 'active-free' || state === 'shadow-free') ? 'free' : formatUsd(paid.usd);
};

function serviceView(row: LedgerRow, rows: readonly LedgerRow[]): OverviewView['services'][number] {
  const { declared, observed, service, title } = row;
  const places = rows.filter(one => one.service === service && one.region !== '*' && one.state !== 'absent');
  const { inventory } = observed;
  return {
    title,
    purpose: declared.purpose ?? '',
    owner: declared.owner ?? '',
    where: enumerate(places.map(({ region }) => region)) || 'not known',
    count: inventory ? countOfNoun(inventory.count, inventory.noun) : 'not known',
    money: sayMoney(row),
    ...stateWords[row.state],
  };
}

const questionView = (row: LedgerRow): OverviewView['questions'][number] => {
  // The sentence of a row begins with its answer: `Yes: 3 of 4 tables ...`.
  const [, answer = '', rest = row.sentence] =
    /^(Yes|No|Never seen|Cannot tell(?: for certain)?): (.*)$/s.exec(row.sentence) ?? [];
  return {
    title: row.title,
    purpose: row.declared.purpose ?? '',
    note: row.declared.note ?? '',
    answer: answer === '' ? '' : `${answer}.`,
    sentence: rest,
    money: sayMoney(row),
  };
};

function beforeView(row: LedgerRow): OverviewView['before'][number] {
  const { note, purpose, replacedBy, since, state } = row.declared;
  const until = row.declared.until ?? (state === 'retired' ? since : undefined);
  const { inventory } = row.observed;
  const words = [purpose, replacedBy === undefined ? undefined : `replaced by ${replacedBy}`, note];
  return {
    title: row.title,
    until: until === undefined ? '' : formatDay(until),
    note: words.filter(one => one !== undefined).join('; '),
    left: inventory ? countOfNoun(inventory.count, inventory.noun) : row.sentence,
    money: sayMoney(row),
  };
}

function microservicesView(overview: Overview): MicroservicesView {
  const { groups, lost, microservices, notLookedAt, unlisted } = overview;
  const graph = graphOf(microservices);
  const whole = graph !== null && !graph.coarse;
  return {
    intro: introduce(overview, notLookedAt),
    graph: whole ? graph : null,
    groups: groups.map(group => groupView(group, microservices, whole)),
    lost: lost.map(({ name, words }) => ({
      name,
      purpose: words.purpose ?? '',
      owner: words.owner ?? '',
      note: words.note ?? '',
    })),
    unlisted: unlisted.map(
      ({ actions, message, region }) =>
        `The functions of ${region} are not all known: ${actions.length > 0 ? `needs ${actions.join(', ')}` : message}.`,
    ),
  };
}

function introduce({ groups, microservices, unlisted }: Overview, notLookedAt: readonly string[]): string {
  const more = unlisted.length > 0 ? ' could be seen' : '';
  const count =
    microservices.length === 0
      ? `No Lambda functions${more}.`
      : `${countOf(microservices.length, 'Lambda function')}${more} in ${countOf(groups.length, 'group')}.`;
  const blind = notLookedAt.length > 0 ? ` Not looked at: ${notLookedAt.join(', ')}.` : '';
  return `${count} What starts each, what it works on, what it costs.${blind}`;
}

const groupTitles: Record<MicroserviceGroup['kind'], (name: string) => string> = {
  app: name => `Amplify app ${name}`,
  stack: name => `Stack ${name}`,
  tag: name => `Tag ${name}`,
  none: () => 'In no stack, app or tag',
  unknown: () => 'Not known what they belong to',
};

function groupView({ id, kind, name }: MicroserviceGroup, all: readonly Microservice[], drawn: boolean): GroupView {
  const members = all.filter(one => one.group === id);
  const graph = drawn ? null : graphOf(members);
  const tooMany = !drawn && graph === null && members.length > 1 && members.some(one => one.triggers.length > 0);
  return {
    title: groupTitles[kind](name),
    count: countOf(members.length, 'function'),
    graph,
    undrawn: tooMany ? 'Too many things for a drawing that helps.' : '',
    microservices: members.map(microserviceView),
  };
}
