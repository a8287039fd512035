import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { InputError } from '../../core/input.js';
import { packagePath } from '../../package-files.js';

/** One file of the function's package. */
export interface CodeFile {
  name: string;
  bytes: Buffer;
}

/** The Lambda function's handler in its package. */
export const handlerName = 'dist/lambda.handler';

/** The files of the function's package: the part of the built bundle that it needs, and the data it reads. */
export function lambdaFiles(): CodeFile[] {
  const list = packagePath('dist/lambda-files.json');
  if (!existsSync(list)) throw new InputError('is not there; run npm run build', { file: list });
  const bundle = (JSON.parse(readFileSync(list, 'utf8')) as string[]).map(name => `dist/${name}`);
  const frameworks = readdirSync(packagePath('frameworks')).filter(name => name.endsWith('.yaml'));
  const data = ['rules.yaml', 'prices.yaml', ...frameworks.map(name => `frameworks/${name}`)];
  return [
    { name: 'package.json', bytes: Buffer.from('{ "type": "module" }\n') },
    ...[...bundle, ...data].map(name => ({ name, bytes: readFileSync(packagePath(name)) })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}
