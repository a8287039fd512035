import type { GapReport, RegionReport, Report } from '../core/types.js';
import { compareText } from './model.js';
import { countOf, explainGap, moreThan, regionStates, remedyFor } from './wording.js';

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

/** Everything that could not be looked at, and the statement of an IAM policy that would open what can be opened. */
export interface Unseen {
  intro: string;
  places: UnseenPlace[];
  regions: RegionReport[];
  /** JSON of an IAM policy; absent when no permission of the role's own is missing. */
  policy?: string;
}

/** What a report could not see, by how much it hides; undefined when everything was seen. */
export function unseenOf(report: Report): Unseen | undefined {
  const regions = report.regions.filter(region => region.state !== 'audited');
  if (report.gaps.length === 0 && regions.length === 0) return undefined;
  const gaps = [...report.gaps].sort(
    (one, other) =>
      other.findings - one.findings ||
      compareText(one.action || one.api, other.action || other.api) ||
      compareText(one.reason, other.reason),
  );
  const actions = missingActions(gaps);
  return {
    intro: introduce(gaps, actions),
    places: gaps.map(describePlace),
    regions,
    ...(actions.length > 0 && { policy: policyFor(actions) }),
  };
}

function introduce(gaps: readonly GapReport[], actions: readonly string[]): string {
  const hidden = gaps.reduce((sum, gap) => sum + gap.findings, 0);
  if (hidden === 0) return 'Nothing below counts as good.';
  const opening = `Nothing below counts as good: ${countOf(hidden, 'finding')} ${hidden === 1 ? 'waits' : 'wait'} for it.`;
  if (actions.length === 0) return opening;
  const openable = gaps.filter(canGrant).reduce((sum, gap) => sum + gap.findings, 0);
  return `${opening} ${countOf(actions.length, 'permission')} would open the way to ${openable === hidden ? 'all of them' : `${openable} of them`}.`;
}

/** A permission of the role's own is missing, as far as AWS told; a denial elsewhere has to be lifted there. */
const canGrant = ({ action, reason, cause }: GapReport) =>
  action !== '' && reason === 'denied' && (cause === undefined || cause === 'identity-policy');

const missingActions = (gaps: readonly GapReport[]) =>
  [...new Set(gaps.filter(canGrant).map(gap => gap.action))].sort(compareText);

function policyFor(actions: readonly string[]): string {
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
}

function describePlace(gap: GapReport): UnseenPlace {
  return {
    asked: gap.action || gap.api,
    why: explainGap(gap),
    message: gap.message,
    where: gap.regions.join(', '),
    hides: `${countOf(gap.findings, 'finding')} of ${countOf(gap.rules.length, 'rule')}`,
    remedy: remedyFor(gap),
    resources: gap.resources.slice(0, mostResources),
    moreResources: moreThan(gap.resources.length, mostResources, 'resource'),
  };
}

/** What became of a region that was not wholly audited. */
export function describeRegion({ state, message }: RegionReport): string {
  return message ? `${regionStates[state]}: ${message}` : regionStates[state];
}
