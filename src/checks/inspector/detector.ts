import { type DetectorFinding, type DetectorStanding, detector, type DetectorUsage } from '../../core/detector.js';
import { saw } from '../../core/check.js';
import type { Severity } from '../../core/types.js';
import { type Account, accounts, isEnabled, type Organization, scanTypes } from './accounts.js';
import type { Finding } from './findings.js';
import { accountIn } from './regions.js';

/** How Inspector stands, what it has found, and what it costs. */
export const inspector = detector({
  id: 'inspector',
  title: 'Inspector',
  needs: { accounts: accounts.with('findings', 'counts', 'usage', 'coverage', 'organization') },
  standing: (region, tables) => standingOf(accountIn(tables.accounts, region)),
  organization(region, tables) {
    const account = accountIn(tables.accounts, region);
    const of = account.organization;
    return of ? sayOrganization(of, account.accountId) : undefined;
  },
  findings(region, tables) {
    const account = accountIn(tables.accounts, region);
    const { Findings = [], Truncated = false } = account.findings ?? {};
    if (!Truncated) return { findings: Findings.map(findingOf), leftOut: 0 };
    // The count helps where it could be read; without it there are simply more.
    const counted = tables.accounts
      .in(region)
      .where(one => one.counts !== null)
      .seen()[0];
    const left = (counted?.counts?.all ?? 0) - Findings.length;
    return { findings: Findings.map(findingOf), leftOut: left > 0 ? left : null };
  },
  usage(region, tables) {
    const account = accountIn(tables.accounts, region);
    return account.usage.flatMap((one): DetectorUsage[] => {
      if (one.estimatedMonthlyCost === null) return [];
      const watches = sayWatched(one.type, account.coverage);
      return [
        {
          what: one.type,
          amount: one.estimatedMonthlyCost,
          currency: one.currency,
          period: 'estimated for a month',
          ...(watches ? { watches } : {}),
        },
      ];
    });
  },
});

const api = 'inspector2:BatchGetAccountStatus';

const states: Readonly<Record<string, DetectorStanding['state']>> = {
  ENABLED: 'on',
  ENABLING: 'partial',
  DISABLING: 'partial',
  SUSPENDING: 'suspended',
  SUSPENDED: 'suspended',
  DISABLED: 'off',
};
/** Scans that every account is expected to want; the other two are extras. */
const expected = ['ec2', 'ecr', 'lambda'] as const;

function standingOf(account: Account): DetectorStanding {
  const { status, errorCode } = account.state;
  const seen = saw(api, 'accounts[].state.status', status);
  if (!isEnabled(account))
    return {
      state: states[status] ?? 'unknown',
      message: `${status}${errorCode ? `: ${errorCode}` : ''}`,
      evidence: [seen],
    };
  const offered = scanTypes.filter(scan => account.resourceState[scan] !== null);
  const on = offered.filter(scan => account.resourceState[scan]?.status === 'ENABLED');
  const off = offered.filter(scan => !on.includes(scan));
  const message = `ENABLED; scans: ${on.join(', ') || 'none'}${off.length > 0 ? `; not scanned: ${off.join(', ')}` : ''}`;
  const evidence = offered.map(scan =>
    saw(api, `accounts[].resourceState.${scan}.status`, account.resourceState[scan]?.status),
  );
  const lacks = expected.some(scan => off.includes(scan));
  return { state: lacks ? 'partial' : 'on', message, evidence: [seen, ...evidence] };
}

function sayOrganization({ delegatedAdmin, autoEnable }: Organization, own: string) {
  if (delegatedAdmin.accountId !== own) {
    const status = delegatedAdmin.relationshipStatus;
    return {
      role: 'member' as const,
      message: `administrator ${delegatedAdmin.accountId}${status ? ` (${status})` : ''}`,
    };
  }
  const on = scanTypes.filter(scan => autoEnable?.[scan]);
  return {
    role: 'administrator' as const,
    message:
      on.length > 0 ? `new accounts are scanned: ${on.join(', ')}` : 'new accounts are not enabled by themselves',
  };
}

/** AWS has no severity yet for UNTRIAGED. */
const severities: Readonly<Record<string, Severity>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
  INFORMATIONAL: 'info',
  UNTRIAGED: 'info',
};
const resourceTypes: Readonly<Record<string, string>> = {
  AWS_EC2_INSTANCE: 'AWS::EC2::Instance',
  AWS_ECR_REPOSITORY: 'AWS::ECR::Repository',
  AWS_LAMBDA_FUNCTION: 'AWS::Lambda::Function',
};

const findingOf = (finding: Finding): DetectorFinding => ({
  id: finding.findingArn,
  type: finding.vulnerabilityId ?? finding.type,
  title: finding.title,
  severity: severities[finding.severity] ?? 'info',
  resource: {
    id: finding.resource?.id ?? '',
    type: resourceTypes[finding.resource?.type ?? ''] ?? finding.resource?.type ?? '',
  },
  account: finding.awsAccountId,
  created: finding.firstObservedAt,
  updated: finding.updatedAt,
});

/** What a usage type watches: its first letters, AWS's resource type, and how that is called. */
const watched: readonly [RegExp, string, string][] = [
  [/^EC2_/, 'AWS_EC2_INSTANCE', 'instances'],
  [/^ECR_/, 'AWS_ECR_CONTAINER_IMAGE', 'images'],
  [/^LAMBDA_/, 'AWS_LAMBDA_FUNCTION', 'functions'],
  [/^CODE_REPOSITORY_/, 'CODE_REPOSITORY', 'code repositories'],
];

function sayWatched(usage: string, coverage: readonly { groupKey: string; count: number }[]): string | undefined {
  const [, type, noun] = watched.find(([pattern]) => pattern.test(usage)) ?? [];
  const count = coverage.find(one => one.groupKey === type)?.count;
  return count === undefined ? undefined : `${count} ${noun}`;
}
