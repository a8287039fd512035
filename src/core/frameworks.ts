import { InputError } from './input.js';

interface Control {
  id: string;
  rules: string[];
}

/** Which controls of which frameworks a rule answers. */
export class Frameworks {
  readonly #controls = new Map<string, Record<string, string[]>>();
  readonly titles = new Map<string, string>();

  /** `files`: framework id -> text of its file: a title, then one control a line as JSON after the dash. */
  constructor(files: ReadonlyMap<string, string>) {
    for (const [framework, text] of files) {
      this.titles.set(framework, /^title: (.*)$/m.exec(text)?.[1] ?? framework);
      for (const [index, line] of text.split('\n').entries()) {
        if (!line.startsWith('  - ')) continue;
        const control = parseControl(line.slice(4), `frameworks/${framework}.yaml`, index + 1);
        for (const rule of control.rules) {
          const of = this.#controls.get(rule) ?? {};
          this.#controls.set(rule, of);
          of[framework] = [...(of[framework] ?? []), control.id];
        }
      }
    }
  }

  /** Framework id -> control ids; empty for a rule that no framework asks for. */
  controlsOf(rule: string): Record<string, string[]> {
    return this.#controls.get(rule) ?? {};
  }
}

function parseControl(json: string, file: string, line: number): Control {
  try {
    const { id, rules } = JSON.parse(json) as Partial<Control>;
    if (typeof id === 'string' && Array.isArray(rules)) return { id, rules };
  } catch {
    // Falls through to the one sentence below, which names the line.
  }
  throw new InputError('is not a control: {"id": ..., "rules": [...]}', { file, line });
}
