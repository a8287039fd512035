import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { plan } from '../audit.js';
import { InputError } from '../core/input.js';
import { policiesFor } from '../core/policy-document.js';
import { revealLine } from '../report/reveal.js';
import { readConfig } from './arguments.js';
import { openTarget, type Target } from './deploy/account.js';
import { codeBucketOf, deleteBucket, ensureBucket, putObject } from './deploy/buckets.js';
import { lambdaFiles } from './deploy/code.js';
import { checkSettings, type DeploySettings } from './deploy/settings.js';
import { deleteStack, findStack, mostTemplateBytes, putStack, type TemplateSource } from './deploy/stacks.js';
import { parametersFor, templateFor } from './deploy/template.js';
import { zip } from './deploy/zip.js';
import { ExitCode } from './exit-code.js';

/** The options that `deploy` and `remove` share, as commander gives them. */
export interface StackFlags {
  stackName: string;
  profile?: string;
  region?: string;
  endpointUrl?: string;
  yes?: boolean;
}

/** The options of `stocktake deploy`. */
export interface DeployFlags extends StackFlags {
  config?: string;
  schedule?: string;
  timeZone?: string;
  regions?: string[];
  services?: string[];
  categories?: string[];
  email?: string[];
  retentionDays?: number;
  logRetentionDays?: number;
  memory?: number;
  timeout?: number;
  continuations?: number;
  reservedConcurrency?: number;
  keyArn?: string;
  alarmAfter?: number;
  namespace?: string;
}

/** Says what the scheduled audit would create, and creates it when that is confirmed. */
export async function runDeploy(flags: DeployFlags): Promise<number> {
  checkName(flags.stackName);
  const settings = settingsOf(flags);
  const config = flags.config === undefined ? undefined : readConfig(flags.config);
  const { services, categories } = settings;
  const chosen = plan({ config, ...(services ? { services } : {}), ...(categories ? { categories } : {}) });
  const template = templateFor(settings, policiesFor(chosen.actions));
  const code = zip(lambdaFiles());
  const target = await openTarget(flags);
  try {
    const there = await findStack(target, flags.stackName);
    say(describePlan(flags, settings, target, { update: there !== undefined, actions: chosen.actions.length }));
    if (!(await isConfirmed(flags))) return ExitCode.fine;
    await create(flags, settings, target, { template, code });
    if (config) await uploadRules(flags, target, config.text);
    say(describeResult(await findStack(target, flags.stackName)));
    return ExitCode.fine;
  } catch (error) {
    throw refusalOf(error);
  } finally {
    target.writers.close();
  }
}

/** Says what would be deleted, and deletes it when that is confirmed. */
export async function runRemove(flags: StackFlags & { deleteReports?: boolean }): Promise<number> {
  checkName(flags.stackName);
  const target = await openTarget(flags);
  try {
    const stack = await findStack(target, flags.stackName);
    if (!stack) {
      const where = `account ${target.account}, ${target.region}`;
      throw new InputError(`there is no stack "${flags.stackName}" in ${where}`, { field: '--stack-name' });
    }
    const reports = stack.outputs['BucketName'];
    const fate = flags.deleteReports
      ? 'and all reports in it are deleted, for good'
      : 'is kept, with all reports in it';
    say(`This removes the stack ${flags.stackName} from account ${target.account}, region ${target.region}.\n`);
    if (reports) say(`The bucket ${revealLine(reports)} ${fate}.\n`);
    if (!(await isConfirmed(flags))) return ExitCode.fine;
    await deleteStack(target, flags.stackName);
    await deleteBucket(target, codeBucketOf(target), `${flags.stackName}/`);
    say('The stack is removed.\n');
    if (reports && flags.deleteReports) {
      await deleteBucket(target, reports);
      say(`The bucket ${revealLine(reports)} is deleted.\n`);
    } else if (reports) {
      say(`The reports are still in s3://${revealLine(reports)}; delete the bucket when you need them no more.\n`);
    }
    return ExitCode.fine;
  } catch (error) {
    throw refusalOf(error);
  } finally {
    target.writers.close();
  }
}

const say = (text: string): void => {
  process.stdout.write(text);
};

function checkName(name: string): void {
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) return;
  throw new InputError('must begin with a letter, and hold letters, digits and - only', { field: '--stack-name' });
}

/** The settings that options give; a mistake names the option. */
function settingsOf(flags: DeployFlags): DeploySettings {
  const { regions, email, alarmAfter, ...others } = flags;
  const {
    stackName: _name,
    profile: _profile,
    region: _region,
    endpointUrl: _url,
    yes: _yes,
    config,
    ...rest
  } = others;
  try {
    return checkSettings({
      ...rest,
      ...(config === undefined ? {} : { rules: config }),
      ...(regions ? { regions: regions.includes('all') ? 'all' : regions } : {}),
      ...(email ? { emails: email } : {}),
      ...(alarmAfter === undefined ? {} : { noReportHours: alarmAfter }),
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [name = ''] = (error.place.field ?? '').split('.');
    throw new InputError(error.message.replace(/^[\w.]+: /, ''), { field: `--${optionOf(name)}` });
  }
}

const optionOf = (setting: string): string =>
  ({ emails: 'email', noReportHours: 'alarm-after', rules: 'config' })[setting] ??
  setting.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

interface Scope {
  update: boolean;
  actions: number;
}

function describePlan(flags: DeployFlags, settings: DeploySettings, target: Target, scope: Scope): string {
  const told =
    settings.emails.length > 0 ? settings.emails.map(revealLine).join(', ') : 'nobody yet (--email names someone)';
  const regions = settings.regions === 'all' ? 'all that the account has enabled' : settings.regions.join(', ');
  const bundled = scope.update
    ? 'those that come with stocktake; if rules.yaml is in the report bucket, it still counts: name it with --config, so that the role fits'
    : 'those that come with stocktake';
  const rules = flags.config === undefined ? bundled : revealLine(flags.config);
  return [
    `This ${scope.update ? 'changes' : 'makes'} the stack ${flags.stackName} in account ${target.account}, region ${target.region}:`,
    '  a schedule, a Lambda function and its log, a bucket for reports, a topic and a key for messages, a queue, alarms,',
    `  and a role that may read (${scope.actions} actions, those of your rules) and write its own reports, nothing else.`,
    `The function's package goes into the bucket ${codeBucketOf(target)}.`,
    '',
    `  when:     ${settings.schedule} (${settings.timeZone})`,
    `  regions:  ${regions}`,
    `  told:     ${told}`,
    `  reports:  kept for ${settings.retentionDays} days, the latest for good`,
    `  rules:    ${rules}`,
    '',
    'It costs about $2 a month, and a few cents a run where it asks for the bill (docs/schedule.md).',
    '',
  ].join('\n');
}

/** Asked on a terminal; elsewhere nothing is written without `--yes`. */
async function isConfirmed({ yes }: StackFlags): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new InputError('nobody is here to confirm; say --yes', { field: '--yes' });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question('Go on? (yes/no) ');
    if (/^y(es)?$/i.test(answer.trim())) return true;
    say('Nothing was changed.\n');
    return false;
  } finally {
    terminal.close();
  }
}

interface Package {
  template: string;
  code: Buffer;
}

async function create(
  { stackName }: DeployFlags,
  settings: DeploySettings,
  target: Target,
  { template, code }: Package,
): Promise<void> {
  const bucket = codeBucketOf(target);
  await ensureBucket(target, bucket);
  const named = (body: Buffer | string, ending: string) =>
    `${stackName}/${createHash('sha256').update(body).digest('hex')}.${ending}`;
  const key = named(code, 'zip');
  await putObject(target, bucket, key, code);
  let source: TemplateSource = { TemplateBody: template };
  if (Buffer.byteLength(template) > mostTemplateBytes) {
    const templateKey = named(template, 'json');
    await putObject(target, bucket, templateKey, template);
    source = { TemplateURL: `https://${bucket}.s3.${target.region}.amazonaws.com/${templateKey}` };
  }
  say('Waiting for CloudFormation (a minute or two) ...\n');
  const changed = await putStack(target, stackName, source, parametersFor(settings, { bucket, key }));
  if (!changed) say('The stack was as it should be; nothing had to be changed.\n');
}

async function uploadRules({ stackName }: DeployFlags, target: Target, text: string): Promise<void> {
  const bucket = (await findStack(target, stackName))?.outputs['BucketName'];
  if (!bucket) throw new InputError(`the stack ${stackName} names no bucket, so that rules.yaml is not uploaded`);
  await putObject(target, bucket, 'config/rules.yaml', text);
}

function describeResult(stack: { outputs: Record<string, string> } | undefined): string {
  const { BucketName = '', FunctionName = '' } = stack?.outputs ?? {};
  return [
    'Done.',
    `  The last report:  aws s3 cp s3://${BucketName}/latest/report.html .`,
    `  Audit now:        aws lambda invoke --invocation-type Event --function-name ${FunctionName} /dev/stdout`,
    '  Who is told by e-mail has to confirm a message of AWS first.',
    '',
  ].join('\n');
}

/** What AWS refuses, in one sentence; a mistake of ours stays one. */
function refusalOf(error: unknown): unknown {
  const { name, message, $metadata } = error as Error & { $metadata?: unknown };
  if (error instanceof InputError || $metadata === undefined) return error;
  return new InputError(`AWS refuses this (${name}): ${message.replace(/\s+/g, ' ').trim()}`);
}
