import { tooYoung } from '../../core/age.js';
import { check, fail, pass, saw } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import { analyzers, isOfUnusedAccess } from '../access-analyzer/analyzers.js';
import { roles } from '../iam/roles.js';
import { users } from '../iam/users.js';

/** A quarter is long enough to look at what an analyzer found. */
const days = 90;
/** Roles of AWS's own services are not analysed. */
const linked = '/aws-service-role/';

// The id is that of the catalogue; the facts are those of ../access-analyzer.
export const unusedAccessWanted = check({
  id: 'accessanalyzer-unused-access-wanted',
  title: 'What analyzers of unused access find is dealt with',
  why: 'An analyzer of unused access is billed for every user and role, every month. It pays only where somebody takes access away for it.',
  fix: {
    command: 'aws accessanalyzer delete-analyzer --analyzer-name {name} --region {region}',
    note: 'Better: work through its findings, and delete users and roles that nobody uses, which lowers the bill too. It can be made again at any time, and IAM tells when each service was last accessed free of charge.',
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'access-analyzer:ListFindingsV2.findings',
    'access-analyzer:ListFindingsV2.findings.updatedAt',
    'access-analyzer:ListAnalyzers.analyzers.createdAt',
    'iam:GetAccountAuthorizationDetails.RoleDetailList',
  ],
  on: analyzers.with('findings', 'settled'),
  also: { users: users.with(), roles: roles.with() },
  scope: 'it is not an active analyzer of unused access: the others are free',
  applies: analyzer => isOfUnusedAccess(analyzer) && analyzer.status === 'ACTIVE',
  test(analyzer, tables, { now }) {
    const last = analyzer.settled.UpdatedAt;
    const settled = saw('access-analyzer:ListFindingsV2', 'findings[].updatedAt', last, `within ${days} days`);
    if (last && daysBetween(last, now) <= days) {
      return pass(`the last finding was archived or resolved on ${last.slice(0, 10)}`, settled);
    }
    const made = saw('access-analyzer:ListAnalyzers', 'analyzers[].createdAt', analyzer.createdAt);
    const young = tooYoung(analyzer.createdAt, days, now, made);
    if (young) return young;
    const { Findings, Truncated } = analyzer.findings;
    const open = saw('access-analyzer:ListFindingsV2', 'findings', { active: Findings.length });
    if (Findings.length === 0 && !Truncated) return pass('it has no open finding', open);
    const principals =
      tables.users.all().length + tables.roles.where(role => !role.Path.startsWith(linked)).all().length;
    const analysed = saw('iam:GetAccountAuthorizationDetails', 'RoleDetailList', { UsersAndRoles: principals });
    const elsewhere = analyzer.type.startsWith('ORGANIZATION');
    const who = elsewhere ? 'of this account alone, beside those of the organization' : 'of the account';
    const told = `${Truncated ? 'at least ' : ''}${Findings.length} findings are open, and none was archived or resolved in ${days} days`;
    return {
      ...fail(`${told}; it analyses ${principals} users and roles ${who}`, open, settled, analysed),
      saving: {
        releases: [{ price: 'iam/UnusedAccessAnalysis', units: principals }],
        ...(elsewhere ? { estimated: true } : {}),
      },
      disuse: { grade: 'medium', window: days, last: last?.slice(0, 10) ?? null, evidence: [settled, open] },
    };
  },
});
