import { type Config, ruleBook } from '../audit.js';
import type { Store } from '../aws/store.js';
import { InputError } from '../core/input.js';
import { log } from './log.js';

/** Key of the last `rules.yaml` that could be read. */
export const lastGoodKey = 'config/rules.last-good.yaml';

/** The rules of a run, and what its readers must be told of them first. */
export interface ChosenRules {
  config: Config | undefined;
  notices: string[];
}

/**
 * The reader's `rules.yaml` from the store, or nothing where there is none. One that cannot be understood is replaced by
 * the last one that could, and this is told; what can be understood is kept for the next time.
 */
export async function chooseRules(store: Store, key: string): Promise<ChosenRules> {
  const file = `${store.place}/${key}`;
  const text = (await store.get(key))?.toString('utf8');
  if (text === undefined) return { config: undefined, notices: [] };
  const config = { file, text };
  const fault = faultOf(config);
  if (fault === undefined) {
    await keepLastGood(store, text);
    return { config, notices: [] };
  }
  log('warn', 'rules-unreadable', { message: fault });
  const before = (await store.get(lastGoodKey))?.toString('utf8');
  const earlier = before === undefined ? undefined : { file: `${store.place}/${lastGoodKey}`, text: before };
  if (earlier && faultOf(earlier) === undefined) {
    return {
      config: earlier,
      notices: [`${sentence(fault)} The last rules.yaml that could be read was used instead.`],
    };
  }
  return { config: undefined, notices: [`${sentence(fault)} The rules that come with stocktake were used instead.`] };
}

/** Why these rules cannot be used; undefined when they can. */
function faultOf(config: Config): string | undefined {
  try {
    ruleBook(config);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** A copy that cannot be written is no reason to go without a report: the report itself will tell of a refusal. */
async function keepLastGood(store: Store, text: string): Promise<void> {
  try {
    if ((await store.get(lastGoodKey))?.toString('utf8') === text) return;
    await store.put(lastGoodKey, text, 'application/yaml');
  } catch (error) {
    log('warn', 'last-good-rules-not-kept', { message: error instanceof Error ? error.message : String(error) });
  }
}

const sentence = (text: string): string => `Your rules.yaml cannot be used: ${text.replace(/[.\s]+$/, '')}.`;
