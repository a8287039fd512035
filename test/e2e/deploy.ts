import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ACCOUNT, type Ministack, REGION } from './ministack.js';

/** A folder that `cdk synth` wrote: one template, and beside it the list of its assets. */
interface Synthesized {
  template: string;
  assets: Asset[];
}

interface Asset {
  source: { path: string; packaging: 'file' | 'zip' };
  destinations: Record<string, { bucketName: string; objectKey: string }>;
}

/** Does what `cdk deploy` does with a synthesized folder, changes nothing in it, and gives the outputs of the stack. */
export async function deploy(
  emulator: Ministack,
  folder: string,
  parameters: Record<string, string> = {},
): Promise<Record<string, string>> {
  const { template, assets } = readSynthesized(folder);
  for (const asset of assets) await upload(emulator, folder, asset);
  const cloudFormation = emulator.aws(CloudFormationClient);
  const StackName = 'Stocktake';
  const created = new CreateStackCommand({
    StackName,
    TemplateBody: template,
    Capabilities: ['CAPABILITY_IAM'],
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  });
  await cloudFormation.send(created);
  for (let tries = 0; tries < 300; tries += 1) {
    const stack = (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
    const status = stack?.StackStatus ?? '';
    if (status === 'CREATE_COMPLETE') {
      return Object.fromEntries((stack?.Outputs ?? []).map(output => [output.OutputKey, output.OutputValue ?? '']));
    }
    if (status !== 'CREATE_IN_PROGRESS') throw new Error(`the stack is ${status}: ${await complaints(cloudFormation)}`);
    await wait(100);
  }
  throw new Error('the stack was not complete within 30 seconds');
}

async function complaints(cloudFormation: CloudFormationClient): Promise<string> {
  const { StackEvents } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'Stocktake' }));
  const reasons = StackEvents?.filter(event => event.ResourceStatus?.endsWith('FAILED'));
  return JSON.stringify(reasons?.map(event => [event.LogicalResourceId, event.ResourceStatusReason]));
}

function readSynthesized(folder: string): Synthesized {
  const [name, ...others] = readdirSync(folder).filter(file => file.endsWith('.template.json'));
  if (name === undefined || others.length > 0) throw new Error(`${folder} holds not one template`);
  const list = name.replace(/\.template\.json$/, '.assets.json');
  const { files } = JSON.parse(readFileSync(join(folder, list), 'utf8')) as { files: Record<string, Asset> };
  return { template: readFileSync(join(folder, name), 'utf8'), assets: Object.values(files) };
}

async function upload(emulator: Ministack, folder: string, { source, destinations }: Asset): Promise<void> {
  const s3 = emulator.aws(S3Client);
  const Body = await packed(emulator.python, join(folder, source.path), source.packaging);
  for (const { bucketName, objectKey } of Object.values(destinations)) {
    const Bucket = resolved(bucketName);
    await s3.send(new CreateBucketCommand({ Bucket })).catch((error: Error) => {
      if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
    });
    await s3.send(new PutObjectCommand({ Bucket, Key: resolved(objectKey), Body }));
  }
}

const resolved = (text: string): string =>
  text.replaceAll('${AWS::AccountId}', ACCOUNT).replaceAll('${AWS::Region}', REGION);

async function packed(python: string, path: string, packaging: 'file' | 'zip'): Promise<Buffer> {
  if (packaging === 'file') return readFileSync(path);
  const folder = mkdtempSync(join(tmpdir(), 'stocktake-e2e-zip-'));
  try {
    const script = 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", sys.argv[2])';
    await promisify(execFile)(python, ['-c', script, join(folder, 'code'), path]);
    return readFileSync(join(folder, 'code.zip'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
