import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** A stack that is there, whatever became of its last change. */
export interface Stack {
  StackName: string;
  StackId: string;
  StackStatus: string;
  CreationTime: string | null;
  LastUpdatedTime: string | null;
  /** The stack that it is nested in. */
  ParentId: string | null;
}

/** A resource that a stack made. */
export interface StackResource {
  LogicalResourceId: string;
  PhysicalResourceId: string | null;
  /** `AWS::DynamoDB::Table`. */
  ResourceType: string;
  ResourceStatus: string;
}

/** Every status but that of a deleted stack, for 90 days of which AWS remembers. */
const alive: StackStatus[] = [
  'CREATE_IN_PROGRESS',
  'CREATE_FAILED',
  'CREATE_COMPLETE',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_FAILED',
  'ROLLBACK_COMPLETE',
  'DELETE_IN_PROGRESS',
  'DELETE_FAILED',
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_FAILED',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE',
  'REVIEW_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_IN_PROGRESS',
  'IMPORT_ROLLBACK_FAILED',
  'IMPORT_ROLLBACK_COMPLETE',
];

/** What was deployed on purpose: the stacks of a region and the resources that they made. */
export const stacks = collection<Stack, { resources: StackResource[] }>({
  id: 'cloudformation.stacks',
  noun: 'CloudFormation stacks',
  calls: ['cloudformation:ListStacks'],
  async list(aws) {
    const { CloudFormationClient, paginateListStacks } = await sdk();
    const found: Stack[] = [];
    const pages = paginateListStacks({ client: aws.client(CloudFormationClient) }, { StackStatusFilter: alive });
    for await (const page of pages) {
      for (const one of page.StackSummaries ?? []) {
        found.push({
          StackName: one.StackName ?? '',
          StackId: one.StackId ?? '',
          StackStatus: one.StackStatus ?? '',
          CreationTime: isoOf(one.CreationTime),
          LastUpdatedTime: isoOf(one.LastUpdatedTime),
          ParentId: one.ParentId ?? null,
        });
      }
    }
    return found;
  },
  resource: ({ StackName, StackId }) => ({ id: StackName, arn: StackId, type: 'AWS::CloudFormation::Stack' }),
  details: {
    resources: detail<Stack, StackResource[]>({
      calls: ['cloudformation:ListStackResources'],
      async get({ StackId, StackName }, aws) {
        const { CloudFormationClient, paginateListStackResources } = await sdk();
        const found: StackResource[] = [];
        const pages = paginateListStackResources(
          { client: aws.client(CloudFormationClient) },
          { StackName: StackId || StackName },
        );
        for await (const page of pages) {
          for (const one of page.StackResourceSummaries ?? []) {
            found.push({
              LogicalResourceId: one.LogicalResourceId ?? '',
              PhysicalResourceId: one.PhysicalResourceId ?? null,
              ResourceType: one.ResourceType ?? '',
              ResourceStatus: one.ResourceStatus ?? '',
            });
          }
        }
        return found;
      },
    }),
  },
});
