import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

/** A validator for schemas of JSON Schema draft 4, formats included. */
export function openDraft4() {
  // One pattern of the SARIF schema is not valid with the flag u.
  const ajv = new AjvDraft4.default({ strict: false, unicodeRegExp: false, allErrors: true });
  addFormats.default(ajv);
  return ajv;
}
