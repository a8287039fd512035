import { Command, CommanderError, Option } from 'commander';
import { collected, listOf, numberOf, regionList } from './cli/arguments.js';
import { ExitCode } from './cli/exit-code.js';
import { InputError } from './core/input.js';
import { categories, severities } from './core/types.js';
import { reveal, revealLine } from './report/reveal.js';
import { version } from './version.js';

/** The command line: arguments, files, exit code, clock. */

// Each command is loaded when it is called, so that --help and a mistyped option answer at once.
const auditCommand = () => import('./cli/audit-command.js');
const deployCommand = () => import('./cli/deploy-command.js');
const baselineCommand = () => import('./cli/baseline-command.js');
const declareCommand = () => import('./cli/declare-command.js');
const diffCommand = () => import('./cli/diff-command.js');
const gateCommand = () => import('./cli/gate-command.js');
const fixCommand = () => import('./cli/fix-command.js');
const overviewCommand = () => import('./cli/overview-command.js');
const planCommand = () => import('./cli/plan-command.js');
const reviewCommand = () => import('./cli/review-command.js');
const rulesCommand = () => import('./cli/rules-command.js');

const withSelection = (command: Command): Command =>
  command
    .option('--rules <ids>', 'only these rules, separated by commas; * stands for any part', collected(listOf))
    .option('--services <names>', 'only rules of these services', collected(listOf))
    .option('--categories <names>', `only rules of these categories (${categories.join(', ')})`, collected(listOf))
    .option('--severity <severity>', `only rules of this severity and above (${severities.join(', ')})`)
    .option('--tier <number>', 'only rules up to this tier: 1 is the must-have', numberOf('--tier', 1))
    .option('--config <file>', 'your rules.yaml; it goes over the bundled one');

const withOutput = (command: Command): Command =>
  command
    .option('--format <formats>', 'html, md, json, table, sarif, junit, csv, github, pr; separated by commas', listOf, [
      'html',
      'md',
      'json',
      'table',
    ])
    .option('--output <folder>', 'where reports go; - writes one format to standard output', 'stocktake-report')
    .option('--quiet', 'no progress and no summary')
    .option('--no-color', 'no colours');

const withHistory = (command: Command): Command =>
  command
    .option('--history <place>', 'folder or s3://bucket/prefix that keeps the history, for the trend')
    .option('--history-owner <account>', 'the account that this bucket is in; that of your credentials otherwise');

const withAccount = (command: Command): Command =>
  command
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--role-arn <arn>', 'assume this role first')
    .option('--external-id <id>', 'external id for that role')
    .option('--regions <names>', 'regions, separated by commas, or all: those the account has enabled', regionList)
    .addOption(new Option('--endpoint-url <url>', 'send requests to this server in place of AWS'));

const withStack = (command: Command): Command =>
  command
    .option('--stack-name <name>', 'name of the CloudFormation stack', 'Stocktake')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--region <name>', 'where the stack is; the configured region where none is named')
    .addOption(new Option('--endpoint-url <url>', 'send requests to this server in place of AWS'))
    .option('--yes', 'do it without asking');

const withAsking = (command: Command): Command =>
  command
    .option('--snapshot <file>', 'keep the facts, for replay')
    .option('--resume', 'go on with the audit that was ended while it wrote --snapshot')
    .option(
      '--max-duration <seconds>',
      'stop asking after this time and report what was seen',
      numberOf('--max-duration', 1),
      3600,
    )
    .option('--rate <number>', 'requests a second for each service and region', numberOf('--rate', 1), 50)
    .option('--concurrency <number>', 'requests under way at once', numberOf('--concurrency', 1), 100)
    .option(
      '--max-detector-findings <number>',
      'findings to read of one detector in one region at most',
      numberOf('--max-detector-findings', 1),
      5000,
    )
    .option('--no-billed-apis', 'ask nothing that AWS bills: no Cost Explorer, no metrics')
    .option('--budget <usd>', 'what the audit itself may cost, in USD', numberOf('--budget', 0))
    .option('--ce-cache <directory>', "keep Cost Explorer's answers there for a day")
    .option('--bill <file>', 'the bill from a Data Export (CSV, gzip or Parquet), in place of Cost Explorer')
    .option('--verbose', 'say what is asked and what is refused');

const withGate = (command: Command): Command =>
  command
    .option('--baseline <file>', 'compare with this earlier run: a baseline, a snapshot or a report.json')
    .option('--fail-on <conditions>', 'what stops, e.g. new:high,severity:critical,score:70', collected(listOf));

function program(settle: (code: number) => void): Command {
  const root = new Command('stocktake')
    .description('Audits an AWS account: what is unsafe, what a framework would object to, and what could not be seen.')
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError('(stocktake --help lists the commands)')
    .configureOutput({ writeErr: text => process.stderr.write(reveal(text)) })
    .exitOverride();
  const add = (name: string, description: string): Command =>
    root.command(name).description(description).exitOverride();

  withHistory(
    withGate(
      withOutput(withSelection(withAsking(withAccount(add('audit', 'Audit the account and write the report'))))),
    ),
  ).action(async options => settle(await (await gateCommand()).runGatedAudit(options)));
  withHistory(
    withGate(withOutput(withSelection(withAsking(withAccount(add('gate', 'Stop a release, or let it pass')))))),
  )
    .option('--from <file>', 'judge a snapshot or a report.json instead of asking AWS')
    .action(async options => settle(await (await gateCommand()).runGate(options)));
  withSelection(
    withAsking(withAccount(add('baseline', 'Write down what is open, so that a gate stops on what is new'))),
  )
    .option('--from <file>', 'take it from a snapshot or a report.json instead of asking AWS')
    .option('--output <file>', 'where it goes; - is standard output', 'stocktake-baseline.json')
    .option('--quiet', 'no progress and no summary')
    .action(async options => settle(await (await baselineCommand()).runBaseline(options)));
  add('diff', 'Say what differs between two runs: snapshots, reports or baselines')
    .argument('<before>')
    .argument('<after>')
    .option('--config <file>', 'your rules.yaml, by which snapshots are judged')
    .addOption(new Option('--format <format>', 'table, md or json').choices(['table', 'md', 'json']).default('table'))
    .action(async (before, after, options) => settle(await (await diffCommand()).runDiff(before, after, options)));
  withOutput(withSelection(withAsking(withAccount(add('cost', 'The clean-up review: what is paid for and not used')))))
    .option('--from <snapshot>', 'review saved facts instead of asking AWS')
    .option(
      '--review',
      'write the clean-up list as a sheet to decide on: clean-up.md to fill in, clean-up.html to print',
    )
    .action(async options =>
      settle(
        options.review
          ? await (await reviewCommand()).runReview(options)
          : await (await auditCommand()).runCost(options),
      ),
    );
  withSelection(
    withAsking(withAccount(add('fix', 'Write a shell script of fix commands for a person to read and run'))),
  )
    .option('--rule <ids>', 'the same as --rules', collected(listOf))
    .option(
      '--resource <pattern>',
      'only these: id, name or ARN; * stands for any part',
      collected(text => [text]),
    )
    .option('--from <snapshot>', 'write it from saved facts instead of asking AWS')
    .option('--output <file>', 'the script; - writes it to standard output', 'fix.sh')
    .option('--quiet', 'no progress and no summary')
    .action(async options => settle(await (await fixCommand()).runFix(options)));
  add('review', 'Take over what was decided in a clean-up sheet')
    .command('apply')
    .description('Put the decisions of a filled clean-up sheet into your rules.yaml, after showing the change')
    .argument('<file>', 'the filled clean-up.md')
    .option('--config <file>', 'your rules.yaml; made where there is none', 'rules.yaml')
    .option('--dry-run', 'show the change and write nothing')
    .option('--yes', 'write without asking')
    .exitOverride()
    .action(async (file, options) => settle(await (await reviewCommand()).runReviewApply(file, options)));
  withAsking(withAccount(add('overview', 'Write what runs in the account, for people who do not know it')))
    .option('--config <file>', 'your rules.yaml, with your own words under "declared"')
    .option('--from <snapshot>', 'write it from saved facts instead of asking AWS')
    .option('--output <folder>', 'where overview.md goes; - writes it to standard output', 'stocktake-report')
    .option('--quiet', 'no progress and no summary')
    .action(async options => settle(await (await overviewCommand()).runOverview(options)));
  withAsking(
    withAccount(add('declare', 'Write down in your rules.yaml which services were seen, for you to say what for')),
  )
    .option('--config <file>', 'your rules.yaml; made where there is none', 'rules.yaml')
    .option('--from <snapshot>', 'take them from saved facts instead of asking AWS')
    .option('--dry-run', 'print the file instead of writing it')
    .option('--quiet', 'no progress')
    .action(async options => settle(await (await declareCommand()).runDeclare(options)));
  withSelection(add('plan', 'Show the calls and permissions of an audit, before a single call'))
    .option('--regions <names>', 'regions, separated by commas', regionList)
    .addOption(new Option('--format <format>', 'table or json').choices(['table', 'json']).default('table'))
    .action(async options => settle(await (await planCommand()).runPlan(options)));
  withSelection(add('policy', 'Print the least IAM policy for an audit'))
    .addOption(
      new Option('--format <format>', 'json or cloudformation').choices(['json', 'cloudformation']).default('json'),
    )
    .option('--deny <actions>', 'tell which rules would be lost without these actions', collected(listOf))
    .action(async options => settle(await (await planCommand()).runPolicy(options)));
  withHistory(
    withOutput(withSelection(add('replay', 'Make the report again from saved facts').argument('<snapshot>'))),
  ).action(async (file, options) => settle(await (await auditCommand()).runReplay(file, options)));
  withSelection(add('rules', 'List the rules'))
    .addOption(new Option('--format <format>', 'table or json').choices(['table', 'json']).default('table'))
    .action(async options => settle(await (await rulesCommand()).runRules(options)));
  add('explain', 'Say what a rule looks at, needs and advises')
    .argument('<rule>')
    .option('--config <file>', 'your rules.yaml')
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'))
    .action(async (rule, options) => settle(await (await rulesCommand()).runExplain(rule, options)));
  withStack(add('deploy', 'Audit this account on a schedule: make what that needs, or change it'))
    .option('--config <file>', 'your rules.yaml; the role may read what its rules need')
    .option('--schedule <expression>', 'rate(1 day) or cron(0 4 * * ? *)')
    .option('--time-zone <name>', 'the time zone of the schedule')
    .option('--regions <names>', 'regions to audit, separated by commas, or all', regionList)
    .option('--services <names>', 'only rules of these services', collected(listOf))
    .option('--categories <names>', 'only rules of these categories', collected(listOf))
    .option('--email <addresses>', 'who is told, separated by commas', collected(listOf))
    .option('--retention-days <number>', 'days that dated reports are kept', numberOf('--retention-days', 1))
    .option(
      '--log-retention-days <number>',
      "days that the function's log is kept",
      numberOf('--log-retention-days', 1),
    )
    .option('--memory <megabytes>', 'memory of the function', numberOf('--memory', 256))
    .option('--timeout <seconds>', 'time of one invocation', numberOf('--timeout', 60))
    .option('--continuations <number>', 'further invocations where one is too short', numberOf('--continuations', 0))
    .option('--reserved-concurrency <number>', '0 where none can be reserved', numberOf('--reserved-concurrency', 0))
    .option('--key-arn <arn>', 'your own KMS key for bucket and topic')
    .option('--alarm-after <hours>', 'an alarm after so long without a report; 0: none', numberOf('--alarm-after', 0))
    .option('--namespace <name>', 'namespace of the CloudWatch metrics')
    .action(async options => settle(await (await deployCommand()).runDeploy(options)));
  withStack(add('remove', 'Remove the scheduled audit; its reports stay'))
    .option('--delete-reports', 'delete the bucket with all reports, too')
    .action(async options => settle(await (await deployCommand()).runRemove(options)));
  withHistory(
    withOutput(withSelection(add('demo', 'Report on the bundled sample account; needs no AWS account'))),
  ).action(async options => settle(await (await auditCommand()).runDemo(options)));
  return root;
}

/** Runs one command line and resolves to its exit code. */
export async function main(words: readonly string[]): Promise<number> {
  let code: number = ExitCode.fine;
  try {
    await program(settled => {
      code = settled;
    }).parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.fine : ExitCode.usage;
    if (error instanceof InputError) {
      process.stderr.write(`stocktake: ${revealLine(error.message)}\n`);
      return ExitCode.usage;
    }
    process.stderr.write(
      `stocktake: this is a mistake of stocktake itself: ${reveal((error as Error)?.stack ?? String(error))}\n`,
    );
    return ExitCode.bug;
  }
}

// A reader that closes the pipe early (`stocktake rules | head`) is no failure.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(ExitCode.fine);
  throw error;
});
// Nobody reads what is said beside the report: the report is still wanted.
process.stderr.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv.slice(2));
// Requests that wait to be repeated would keep the process for seconds after its report; output is written out first.
const leave = (): void => {
  if (process.stdout.writableLength > 0) setTimeout(leave, 50).unref();
  else process.exit();
};
setTimeout(leave, 50).unref();
