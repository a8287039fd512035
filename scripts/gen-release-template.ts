import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { releaseTemplate } from '../infra/release.js';

/** Writes infra/stocktake.template.json: the stack with parameters, for `stocktake deploy` and for people without CDK. */

process.env['CDK_VALIDATION'] = 'false';
writeFileSync(fileURLToPath(new URL('../infra/stocktake.template.json', import.meta.url)), releaseTemplate());
