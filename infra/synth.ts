import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { plan } from '../src/audit.js';
import { readConfig } from '../src/cli/arguments.js';
import { lambdaFiles } from '../src/cli/deploy/code.js';
import type { DeploySettings } from '../src/cli/deploy/settings.js';
import { type PolicyDocument, policiesFor } from '../src/core/policy-document.js';
import { plainSynthesizer, StocktakeStack } from './stack.js';
import type { Values } from './values.js';

const staging = fileURLToPath(new URL('../node_modules/.cache/stocktake-lambda', import.meta.url));

/** What an audit with these settings reads, as policies. */
export function readsOf({ rules, services, categories }: DeploySettings): PolicyDocument[] {
  const chosen = plan({
    ...(rules === undefined ? {} : { config: readConfig(rules) }),
    ...(services ? { services } : {}),
    ...(categories ? { categories } : {}),
  });
  return policiesFor(chosen.actions);
}

/** Puts the function's package into a folder of its own; returns the folder. */
function stageCode(): string {
  rmSync(staging, { recursive: true, force: true });
  for (const { name, bytes } of lambdaFiles()) {
    const file = path.join(staging, name);
    const folder = path.dirname(file);
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    writeFileSync(file, bytes);
  }
  return staging;
}

/** The values that settings give. */
const valuesOf = (settings: DeploySettings, code: Code): Values => ({
  code,
  reads: readsOf(settings),
  schedule: settings.schedule,
  timeZone: settings.timeZone,
  regions: settings.regions === 'all' ? 'all' : settings.regions.join(','),
  services: (settings.services ?? []).join(','),
  categories: (settings.categories ?? []).join(','),
  emails: settings.emails.map(address => ({ address, wanted: true })),
  retentionDays: settings.retentionDays,
  logRetentionDays: settings.logRetentionDays,
  memory: settings.memory,
  timeout: settings.timeout,
  continuations: settings.continuations,
  reserve: settings.reservedConcurrency === 1,
  key: { arn: settings.keyArn ?? '', given: settings.keyArn !== undefined },
  noReport: { hours: settings.noReportHours, wanted: settings.noReportHours > 0 },
  namespace: settings.namespace,
});

/** The app with the stack of these settings; without `code`, the function is that of the last build. */
export function makeApp(settings: DeploySettings, options: { outdir?: string; code?: Code } = {}): App {
  const { outdir, code = Code.fromAsset(stageCode()) } = options;
  const app = new App({ ...(outdir === undefined ? {} : { outdir }), analyticsReporting: false });
  new StocktakeStack(app, 'Stocktake', () => valuesOf(settings, code), { synthesizer: plainSynthesizer() });
  return app;
}
