import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

/**
 * Writes what the bundled rules.yaml says as JSON beside the bundle, with the hash of the text it was read from: reading
 * YAML takes a fifth of the time until the first call, and a rules.yaml that was changed since is read anew.
 */
export function writeRules(root, outdir) {
  const text = readFileSync(join(root, 'rules.yaml'), 'utf8');
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) throw document.errors[0];
  const sha256 = createHash('sha256').update(text).digest('hex');
  writeFileSync(join(outdir, 'rules.json'), `${JSON.stringify({ sha256, data: document.toJS() })}\n`);
}
