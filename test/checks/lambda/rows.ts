import type { Alias } from '../../../src/checks/lambda/aliases.js';
import type { FunctionUse, LambdaFunction } from '../../../src/checks/lambda/functions.js';
import type { ProvisionedConcurrency, ProvisionedUse } from '../../../src/checks/lambda/provisioned.js';
import type { MemoryRecommendation } from '../../../src/checks/lambda/recommendations.js';
import type { Version } from '../../../src/checks/lambda/versions.js';
import type { StoredRow } from '../../../src/core/world.js';
import { daily, steady } from '../../support/series.js';
import { row } from '../../support/world.js';

const home = 'eu-north-1';
export const arnOf = (name: string, region = home): string => `arn:aws:lambda:${region}:111122223333:function:${name}`;

/** Ten calls a day that each run for 200 ms. */
export const used = (more: Partial<FunctionUse> = {}): FunctionUse => ({
  Invocations: steady(10),
  Errors: daily(),
  Duration: steady(2000),
  ...more,
});
export const unused: FunctionUse = { Invocations: daily(), Errors: daily(), Duration: daily() };

/** What Compute Optimizer finds of a function with 1024 MB. */
export const advice = (finding: string, ...findingReasonCodes: string[]): MemoryRecommendation => ({
  Enrolled: true,
  Finding: {
    finding,
    findingReasonCodes,
    currentMemorySize: 1024,
    numberOfInvocations: 140,
    lookbackPeriodInDays: 14,
    lastRefreshTimestamp: '2026-11-21T00:00:00.000Z',
    recommendedMemorySize: findingReasonCodes.length > 0 ? 512 : null,
  },
});

export const functionRow = (
  FunctionName: string,
  details: Record<string, unknown> = { use: used(), recommendation: advice('Optimized') },
  more: Partial<LambdaFunction> = {},
  region = home,
): StoredRow =>
  row(
    {
      FunctionName,
      FunctionArn: arnOf(FunctionName, region),
      Runtime: 'nodejs22.x',
      Role: 'arn:aws:iam::111122223333:role/app',
      MemorySize: 1024,
      Architectures: ['arm64'],
      Timeout: 10,
      LastModified: '2026-01-01T00:00:00.000Z',
      CodeSize: 1000,
      PackageType: 'Zip',
      Description: '',
      VpcConfig: null,
      LoggingConfig: { LogGroup: `/aws/lambda/${FunctionName}` },
      DeadLetterConfig: null,
      TracingConfig: { Mode: 'PassThrough' },
      SnapStart: { ApplyOn: 'None' },
      State: null,
      EnvironmentNames: [],
      ...more,
    } satisfies LambdaFunction,
    details,
    region,
  );

export const versionRow = (
  version: string,
  calls: Record<number, number> = {},
  more: Partial<Version> = {},
  region = home,
): StoredRow =>
  row(
    {
      FunctionArn: `${arnOf('search', region)}:${version}`,
      FunctionName: 'search',
      Version: version,
      Runtime: 'python3.13',
      MemorySize: 512,
      LastModified: '2026-01-01T00:00:00.000Z',
      SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' },
      ...more,
    } satisfies Version,
    { use: { Invocations: daily(calls) } },
    region,
  );

export const aliasRow = (
  Name: string,
  FunctionVersion: string,
  calls: Record<number, number> = {},
  AdditionalVersionWeights: Record<string, number> = {},
): StoredRow =>
  row(
    {
      AliasArn: `${arnOf('search')}:${Name}`,
      FunctionName: 'search',
      Name,
      FunctionVersion,
      AdditionalVersionWeights,
    } satisfies Alias,
    { use: { Invocations: daily(calls) } },
  );

/** At most so much of what is kept warm was in use; ten calls a day where any was. */
export const warm = (peak: number, more: Partial<ProvisionedUse> = {}): ProvisionedUse => ({
  ProvisionedConcurrencyUtilization: daily({ 3: peak }),
  Invocations: peak > 0 ? steady(10) : daily(),
  ...more,
});

export const provisionedRow = (
  use: unknown,
  more: Partial<ProvisionedConcurrency> = {},
  details: Record<string, unknown> = {},
): StoredRow =>
  row(
    {
      FunctionArn: `${arnOf('search')}:live`,
      FunctionName: 'search',
      Qualifier: 'live',
      RequestedProvisionedConcurrentExecutions: 5,
      AllocatedProvisionedConcurrentExecutions: 5,
      Status: 'READY',
      LastModified: '2026-03-01T00:00:00.000Z',
      ...more,
    } satisfies ProvisionedConcurrency,
    { use, configuration: { MemorySize: 1024, Architectures: ['x86_64'] }, scheduledActions: [], ...details },
  );
