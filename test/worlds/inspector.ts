import { regionRow } from '../checks/access-analyzer/rows.js';
import { accountRow, finding, findings, place, repositoryRow } from '../checks/inspector/rows.js';
import { gap, type World, world } from '../support/world.js';

const regions = [regionRow(), regionRow('us-east-1')];
const busy = {
  instances: [{ InstanceId: 'i-1', State: 'running' }],
  functions: [{ FunctionName: 'resize' }, { FunctionName: 'mail' }],
};

/** All is scanned in one region, with findings; nothing in the other. */
const halfWay = world({
  'account.regions': regions,
  'inspector.accounts': [
    accountRow('ENABLED', {}, { findings: findings([finding(1, { severity: 'CRITICAL' }), finding(2)]) }),
    accountRow('DISABLED', {}, {}, 'us-east-1'),
  ],
  'organizations.workloads': [place('eu-north-1', busy), place('us-east-1', busy)],
  'ecr.repositories': [repositoryRow('web')],
});

/** Inspector is on everywhere, its scans are not. */
const pickedOut = world({
  'account.regions': regions,
  'inspector.accounts': [
    accountRow(
      'ENABLED',
      { ec2: 'DISABLED', ecr: 'ENABLING', lambda: 'DISABLED', lambdaCode: 'DISABLED' },
      { findings: findings([]) },
    ),
    accountRow('ENABLED', { ec2: 'DISABLED', lambdaCode: null }, { findings: findings([], true) }, 'us-east-1'),
  ],
  'organizations.workloads': [place('eu-north-1', busy), place('us-east-1')],
  'ecr.repositories': [repositoryRow('web'), repositoryRow('worker')],
});

/** Some is refused. */
const refused = world({
  'account.regions': regions,
  'inspector.accounts': {
    rows: [
      accountRow('ENABLED', { ecr: 'DISABLED', lambda: 'DISABLED' }, { findings: gap('inspector2:ListFindings') }),
    ],
    gaps: [gap('inspector2:BatchGetAccountStatus', { region: 'us-east-1' })],
  },
  'organizations.workloads': [place('eu-north-1', { functions: gap('lambda:ListFunctions') }), place('us-east-1')],
  'ecr.repositories': { gaps: [gap('ecr:DescribeRepositories')] },
});

export const worlds: World[] = [halfWay, pickedOut, refused];
