import type { ComplianceType, EvaluationResult, Scope } from '@aws-sdk/client-config-service';
import { type Aws, collection } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import { peerRules } from './peer-rules.js';

const sdk = () => import('./sdk.js');

/** A rule of AWS Config. */
export interface ConfigRule {
  ConfigRuleName: string;
  ConfigRuleArn: string;
  ConfigRuleState: string;
  /** The service that made the rule for itself, as Security Hub does. */
  CreatedBy: string | null;
  Source: { Owner: string; SourceIdentifier: string | null };
  /** JSON text. */
  InputParameters: string | null;
  /** What sets the rule off; null where AWS tells none. */
  Scope: {
    ComplianceResourceTypes: string[];
    ComplianceResourceId: string | null;
    TagKey: string | null;
    TagValue: string | null;
  } | null;
  /** How often a periodic rule runs; null where AWS tells none. */
  MaximumExecutionFrequency: string | null;
}

/** What a rule says of all it looks at. */
export interface RuleCompliance {
  ComplianceType: string;
  /** At most 25, however many there are. */
  CappedCount: number | null;
  CapExceeded: boolean;
}

/** What a rule said of one resource. */
export interface RuleResult {
  ResourceType: string;
  ResourceId: string;
  ComplianceType: string;
  ResultRecordedTime: string | null;
  /** The rule's own words, at most 300 characters. */
  Annotation: string | null;
}

/** Results that were read, and whether there are more; AWS tells no total, so null where there are. */
export interface RuleResults {
  Findings: RuleResult[];
  Truncated: boolean;
  Total: number | null;
}

interface Details {
  /** Null where AWS lists none. */
  compliance: RuleCompliance | null;
  /** What is not compliant; of rules that ask the same as one of ours also what is. */
  results: RuleResults;
}

const complianceCalls = ['config:DescribeComplianceByConfigRule'];

export const rules = collection<ConfigRule, Details>({
  id: 'config.rules',
  noun: 'AWS Config rules',
  calls: ['config:DescribeConfigRules'],
  async list(aws) {
    const { ConfigServiceClient, paginateDescribeConfigRules } = await sdk();
    const found: ConfigRule[] = [];
    for await (const page of paginateDescribeConfigRules({ client: aws.client(ConfigServiceClient) }, {})) {
      for (const rule of page.ConfigRules ?? []) {
        found.push({
          ConfigRuleName: rule.ConfigRuleName ?? '',
          ConfigRuleArn: rule.ConfigRuleArn ?? '',
          ConfigRuleState: rule.ConfigRuleState ?? '',
          CreatedBy: rule.CreatedBy ?? null,
          Source: { Owner: rule.Source?.Owner ?? '', SourceIdentifier: rule.Source?.SourceIdentifier ?? null },
          InputParameters: rule.InputParameters ?? null,
          Scope: scopeOf(rule.Scope),
          MaximumExecutionFrequency: rule.MaximumExecutionFrequency ?? null,
        });
      }
    }
    return found;
  },
  resource: rule => ({ id: rule.ConfigRuleName, arn: rule.ConfigRuleArn, type: 'AWS::Config::ConfigRule' }),
  details: {
    compliance: { calls: complianceCalls, otherwise: null, all: (_rules, aws) => complianceIn(aws) },
    results: {
      calls: [...complianceCalls, 'config:GetComplianceDetailsByConfigRule'],
      otherwise: { Findings: [], Truncated: false, Total: 0 },
      all: readResults,
    },
  },
});

const scopeOf = (scope: Scope | undefined): ConfigRule['Scope'] =>
  scope
    ? {
        ComplianceResourceTypes: [...(scope.ComplianceResourceTypes ?? [])].sort(),
        ComplianceResourceId: scope.ComplianceResourceId ?? null,
        TagKey: scope.TagKey ?? null,
        TagValue: scope.TagValue ?? null,
      }
    : null;

/** The rules of ours that a managed rule's verdicts answer, too. */
export const peersOf = ({ Source }: ConfigRule): readonly string[] =>
  Source.Owner === 'AWS' ? (peerRules[Source.SourceIdentifier ?? ''] ?? []) : [];

/** Rules that Security Hub runs for its controls; what they say is in Security Hub. */
export const isOfSecurityHub = ({ CreatedBy, ConfigRuleName }: ConfigRule): boolean =>
  CreatedBy === 'securityhub.amazonaws.com' || ConfigRuleName.startsWith('securityhub-');

const complianceIn = (aws: Aws): Promise<ReadonlyMap<string, RuleCompliance>> =>
  aws.once('config.complianceByRule', () => listCompliance(aws));

async function listCompliance(aws: Aws): Promise<ReadonlyMap<string, RuleCompliance>> {
  const { ConfigServiceClient, paginateDescribeComplianceByConfigRule } = await sdk();
  const found = new Map<string, RuleCompliance>();
  for await (const page of paginateDescribeComplianceByConfigRule({ client: aws.client(ConfigServiceClient) }, {})) {
    for (const { ConfigRuleName = '', Compliance } of page.ComplianceByConfigRules ?? []) {
      const count = Compliance?.ComplianceContributorCount;
      found.set(ConfigRuleName, {
        ComplianceType: Compliance?.ComplianceType ?? '',
        CappedCount: count?.CappedCount ?? null,
        CapExceeded: count?.CapExceeded ?? false,
      });
    }
  }
  return found;
}

/** Rules with open results come first, so that a limit cuts what is compliant before what is not. */
async function readResults(listed: readonly ConfigRule[], aws: Aws): Promise<ReadonlyMap<string, RuleResults>> {
  const compliance = await complianceIn(aws);
  const wanted = listed
    .filter(rule => !isOfSecurityHub(rule))
    .map(rule => ({ rule, types: typesWanted(rule, compliance.get(rule.ConfigRuleName)) }))
    .filter(({ types }) => types.length > 0);
  const isOpen = (types: readonly ComplianceType[]): boolean => types.includes('NON_COMPLIANT');
  const found = new Map<string, RuleResults>();
  let room = aws.maxDetectorFindings;
  for (const { rule, types } of [
    ...wanted.filter(one => isOpen(one.types)),
    ...wanted.filter(one => !isOpen(one.types)),
  ]) {
    const results = await resultsOf(rule, types, room, aws);
    room -= results.Findings.length;
    found.set(rule.ConfigRuleName, results);
  }
  return found;
}

function typesWanted(rule: ConfigRule, compliance: RuleCompliance | undefined): ComplianceType[] {
  const open: ComplianceType[] = compliance?.ComplianceType === 'NON_COMPLIANT' ? ['NON_COMPLIANT'] : [];
  const isDecided = open.length > 0 || compliance?.ComplianceType === 'COMPLIANT';
  return isDecided && peersOf(rule).length > 0 ? [...open, 'COMPLIANT'] : open;
}

const pageSize = 100;

async function resultsOf(
  { ConfigRuleName }: ConfigRule,
  ComplianceTypes: ComplianceType[],
  most: number,
  aws: Aws,
): Promise<RuleResults> {
  const found: EvaluationResult[] = [];
  const truncated = most === 0 || (await orNull(['NoSuchConfigRuleException'], readPages)) === true;
  const Findings = found.map(copyResult);
  return { Findings, Truncated: truncated, Total: truncated ? null : Findings.length };

  async function readPages(): Promise<boolean> {
    const { ConfigServiceClient, paginateGetComplianceDetailsByConfigRule } = await sdk();
    const request = { ConfigRuleName, ComplianceTypes, Limit: pageSize };
    const client = aws.client(ConfigServiceClient);
    for await (const page of paginateGetComplianceDetailsByConfigRule({ client }, request)) {
      const listed = (page.EvaluationResults ?? []).filter(isOfWhatStands);
      const room = most - found.length;
      found.push(...listed.slice(0, room));
      if (listed.length > room || (found.length === most && page.NextToken)) return true;
    }
    return false;
  }
}

/** Proactive evaluations are of resources that somebody thinks of making. */
const isOfWhatStands = ({ EvaluationResultIdentifier }: EvaluationResult): boolean =>
  EvaluationResultIdentifier?.EvaluationResultQualifier?.EvaluationMode !== 'PROACTIVE';

function copyResult(result: EvaluationResult): RuleResult {
  const of = result.EvaluationResultIdentifier?.EvaluationResultQualifier;
  return {
    ResourceType: of?.ResourceType ?? '',
    ResourceId: of?.ResourceId ?? '',
    ComplianceType: result.ComplianceType ?? '',
    ResultRecordedTime: isoOf(result.ResultRecordedTime),
    Annotation: result.Annotation?.slice(0, 300) ?? null,
  };
}
