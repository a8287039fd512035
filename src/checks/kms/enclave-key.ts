import { decodeMeasurement, mentionsAttestation } from '../../core/policy/index.js';
import type { Key } from './keys.js';

interface LabelledKey extends Pick<Key, 'Description'> {
  readonly aliases: string[];
  readonly policy: string;
  readonly tags: Record<string, string>;
}

const named = /enclave/i;

/** What marks a key as one for AWS Nitro Enclaves, in words for a message; undefined when nothing does. */
export function enclaveMark(key: LabelledKey): string | undefined {
  if (named.test(key.Description)) return 'its description says "enclave"';
  const alias = key.aliases.find(one => named.test(one));
  if (alias !== undefined) return `its alias is ${alias}`;
  if (mentionsAttestation(key.policy)) return 'its policy asks for an attestation';
  const tag = Object.entries(key.tags).find(pair => pair.some(text => named.test(text)));
  return tag && `its tag is ${tag.join('=')}`;
}

/** Said of a key that nothing marks as an enclave key. */
export const unmarked = 'not an enclave key: nothing in its description, aliases, tags or policy says so';

/** Known measurements: PCR name (`PCR0` ...) to 96 hex digits each. */
export type Golden = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads the `golden_pcr_values` parameter: PCR name (`PCR0` or `ImageSha384`, any case) to one or more values in
 * hex or base64. Throws where a value is not 48 bytes, since a typing error must not read as an unknown image.
 */
export function goldenValues(given: Readonly<Record<string, string | readonly string[]>>): Golden {
  const golden = new Map<string, Set<string>>();
  for (const [name, values] of Object.entries(given)) {
    const pcr = pcrName(name);
    const known = golden.get(pcr) ?? new Set();
    for (const value of [values].flat()) {
      const bytes = decodeMeasurement(value);
      if (bytes === null)
        throw new Error(`golden_pcr_values.${name} has "${value}", which is not 48 bytes in hex or base64`);
      known.add(bytes);
    }
    if (known.size > 0) golden.set(pcr, known);
  }
  return golden;
}

/** A PCR's usual name; `ImageSha384` is another word for PCR0. */
function pcrName(name: string): string {
  const upper = name.toUpperCase();
  return upper === 'IMAGESHA384' ? 'PCR0' : upper;
}
