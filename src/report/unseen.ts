import type { GapReport, RegionReport, Report } from '../core/types.js';
import { compareText } from './model.js';
import { countOf, explainGap, formatNumber, moreThan, regionStates, remedyFor } from './wording.js';

const mostResources = 5;

/** One cause of not seeing: what was asked, why there was no answer, what it hides and what would help. */
export interface UnseenPlace {
  /** The IAM action or API operation; empty where no API tells. */
  asked: string;
  why: string;
  message: string;
  where: string;
  hides: string;
  remedy: string;
  resources: string[];
  moreResources: string;
}

/** Regions that were not audited, with what became of them. */
export interface UnseenRegions {
  names: string;
  count: string;
  state: string;
}

/** Everything that could not be looked at, and the statement of an IAM policy that would open what can be opened. */
export interface Unseen {
  intro: string;
  places: UnseenPlace[];
  regions: UnseenRegions[];
  /** JSON of an IAM policy; absent when no permission of the role's own is missing. */
  policy?: string;
}

/** What a report could not see, by how much it hides, what only a person can tell last; undefined when all was seen. */
export function unseenOf(report: Report): Unseen | undefined {
  const regions = report.regions.filter(region => region.state !== 'audited');
  if (report.gaps.length === 0 && regions.length === 0) return undefined;
  const gaps = [...report.gaps].sort(compareGaps);
  const actions = missingActions(gaps);
  return {
    intro: introduce(gaps, actions),
    places: gaps.map(describePlace),
    regions: groupRegions(regions),
    ...(actions.length > 0 && { policy: policyFor(actions) }),
  };
}

/** What was asked in vain: IAM actions, or the API operation; empty where a person has to look. */
export function askedInVain({ action, api, reason }: GapReport): string {
  return reason === 'manual' ? '' : action || api;
}

function compareGaps(one: GapReport, other: GapReport): number {
  return (
    Number(one.reason === 'manual') - Number(other.reason === 'manual') ||
    other.findings - one.findings ||
    compareText(askedInVain(one), askedInVain(other)) ||
    compareText(one.reason, other.reason) ||
    compareText(one.message, other.message)
  );
}

function introduce(gaps: readonly GapReport[], actions: readonly string[]): string {
  const hidden = gaps.reduce((sum, gap) => sum + gap.findings, 0);
  if (hidden === 0) return 'Nothing below counts as good.';
  const opening = `Nothing below counts as good: ${countOf(hidden, 'finding')} ${hidden === 1 ? 'waits' : 'wait'} for it.`;
  const openable = gaps.filter(canGrant).reduce((sum, gap) => sum + gap.findings, 0);
  if (openable === 0) return opening;
  const share = openable === hidden ? 'all of them' : `${formatNumber(openable)} of them`;
  return `${opening} ${countOf(actions.length, 'permission')} would open the way to ${share}.`;
}

/** A permission of the role's own is missing, as far as AWS told; a denial elsewhere has to be lifted there. */
const canGrant = ({ action, reason, cause }: GapReport) =>
  action !== '' && reason === 'denied' && (cause === undefined || cause === 'identity-policy');

const missingActions = (gaps: readonly GapReport[]) =>
  [...new Set(gaps.filter(canGrant).flatMap(gap => gap.action.split(', ')))].sort(compareText);

function policyFor(actions: readonly string[]): string {
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
}

function describePlace(gap: GapReport): UnseenPlace {
  return {
    asked: askedInVain(gap),
    why: explainGap(gap),
    message: gap.message,
    where: gap.regions.join(', '),
    hides:
      gap.findings === 0 ? 'no finding' : `${countOf(gap.findings, 'finding')} of ${countOf(gap.rules.length, 'rule')}`,
    remedy: remedyFor(gap),
    resources: gap.resources.slice(0, mostResources),
    moreResources: moreThan(gap.resources.length, mostResources, 'resource'),
  };
}

/** Regions of which the same is to be said, together. */
function groupRegions(regions: readonly RegionReport[]): UnseenRegions[] {
  const groups = new Map<string, string[]>();
  for (const { name, state, message } of regions) {
    const said = message ? `${regionStates[state]}: ${message}` : regionStates[state];
    groups.set(said, [...(groups.get(said) ?? []), name]);
  }
  return [...groups].map(([state, names]) => ({
    names: names.join(', '),
    state,
    count: countOf(names.length, 'region'),
  }));
}
