import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

// The package is CommonJS whose types and whose default export do not agree under Node's own resolution.
const { default: Draft4 } = createRequire(import.meta.url)('ajv-draft-04') as {
  default: new (
    options: object,
  ) => Parameters<typeof addFormats.default>[0] & { compile(schema: object): ValidateFunction };
};

/** A validator for schemas of JSON Schema draft 4, formats included. */
export function openDraft4() {
  // One pattern of the SARIF schema is not valid with the flag u.
  const ajv = new Draft4({ strict: false, unicodeRegExp: false, allErrors: true });
  addFormats.default(ajv);
  return ajv;
}
