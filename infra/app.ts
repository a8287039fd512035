import { App } from 'aws-cdk-lib';
import { fileURLToPath } from 'node:url';
import { InputError } from '../src/core/input.js';
import { readSettingsFile } from '../src/cli/deploy/settings.js';
import { makeApp } from './synth.js';

/** The CDK app: `cdk deploy`, with `-c settings=FILE` for settings of one's own. */

const given: unknown = new App({ autoSynth: false }).node.tryGetContext('settings');
const file = typeof given === 'string' ? given : fileURLToPath(new URL('settings.yaml', import.meta.url));
try {
  makeApp(readSettingsFile(file), { outdir: process.env['CDK_OUTDIR'] ?? 'infra/cdk.out' }).synth();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`stocktake: ${error.message}\n`);
  process.exitCode = 2;
}
