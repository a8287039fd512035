/** What never reaches a snapshot, a report or a log. A secret becomes `[secret: kind]`, never its text. */

const patterns: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    'private key',
    /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[^-]*(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)?/g,
  ],
  // Beside its id, as credential files and CSV exports have it; before the id itself is hidden.
  ['AWS secret access key', /(?<=\b(?:AKIA|ASIA)[A-Z0-9]{16}[\s"',:;|]{1,4})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g],
  ['AWS access key id', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  [
    'AWS secret access key',
    /(?<=(?:secret|aws)[^\s"'=:]{0,30}["']?\s{0,3}[=:]\s{0,3}["']?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
  ],
  ['AWS session token', /\b(?:FwoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9/+=]{60,}/g],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b/g],
  ['GitLab token', /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat)-[A-Za-z0-9_-]{20,}\b/g],
  ['Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|https:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,}/g],
  ['Stripe key', /\b(?:sk|rk|whsec)_(?:live|test)?_?[A-Za-z0-9]{20,}\b/g],
  ['Google API key', /\bAIza[A-Za-z0-9_-]{35}\b/g],
  ['OpenAI or Anthropic key', /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}\b/g],
  ['SendGrid key', /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\b/g],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['Hugging Face token', /\bhf_[A-Za-z0-9]{30,}\b/g],
  ['JSON Web Token', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g],
  ['password in a URL', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'<>]{1,100}:[^\s@/"'<>]{3,100}@/gi],
  ['bearer token', /\bBearer\s+[A-Za-z0-9._~+/-]{20,}=*/g],
  [
    'password',
    /(?<=(?<![:\w[])(?:[a-z0-9]{1,20}[_-]){0,3}(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|auth[_-]?key|private[_-]?key|credentials?)(?:["']?\s{0,3}=\s{0,3}["']?|["']?\s{0,3}:\s{1,3}["']?|["']\s{0,3}:\s{0,3}["']))(?!\*{3}|\[secret|true\b|false\b|null\b|none\b|\$\{|\{\{|arn:)[^\s"',;&}[\]]{6,200}/gi,
  ],
];

const hidden = (kind: string): string => `[secret: ${kind}]`;

/** The text with every secret that the patterns know replaced by its kind. */
export function hideSecretsIn(text: string): string {
  let plain = text;
  for (const [kind, pattern] of patterns) plain = plain.replace(pattern, hidden(kind));
  return plain;
}

const tellingName = /pass(?:word|wd|phrase)|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential/i;
const harmlessValue =
  /^(?:|true|false|yes|no|none|null|enabled|disabled|\d{1,5}|arn:[^\s]*|\/[\w./-]*|\[secret: .*\])$/i;
/** Fields whose keys people choose, so that a key's name tells what its value is. */
const chosenKeys = new Set(['tags', 'Tags', 'Variables', 'Environment']);

/** The same few field names come with every row; keys that people choose are many, so not all are kept. */
const knownNames = new Map<string, string>();
const mostNames = 5000;

function hideSecretsInName(name: string): string {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const plain = hideSecretsIn(name);
  if (knownNames.size < mostNames) knownNames.set(name, plain);
  return plain;
}

type Scan = (texts: readonly string[]) => Promise<readonly string[]>;

/**
 * Copies facts with every secret in them hidden, however deep it is. Patterns of our own and those of
 * secretlint both look; texts are scanned together, because a scan costs far more than its length.
 */
export async function hideSecrets<Fact>(facts: readonly Fact[], scan: Scan = scanTexts): Promise<Fact[]> {
  const texts: string[] = [];
  gatherTexts(facts, texts);
  const plain = await scan(texts);
  let next = 0;
  return walk(facts, () => plain[next++] ?? '') as Fact[];
}

/** Every text of the facts, in the order in which `walk` visits them. */
function gatherTexts(value: unknown, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) gatherTexts(one, texts);
}

function walk(value: unknown, visit: (text: string) => string, chosen = false, key = ''): unknown {
  if (typeof value === 'string') {
    const seen = visit(value);
    return chosen && tellingName.test(key) && !harmlessValue.test(value) ? hidden(`value of ${key}`) : seen;
  }
  if (Array.isArray(value)) return value.map(one => walk(one, visit));
  if (typeof value !== 'object' || value === null) return value;
  const own = chosenKeys.has(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      // An Outcome's `value` stands for the detail it belongs to.
      const inner = walk(one, visit, own || chosen, name === 'value' ? key : name);
      return [hideSecretsInName(name), inner];
    }),
  );
}

const separator = '\n\u0001\n';

/** Texts in, the same texts with secrets hidden out. */
async function scanTexts(texts: readonly string[]): Promise<readonly string[]> {
  const distinct = [...new Set(texts)]
    .filter(text => text.length >= 8)
    .map(text => ({ text, plain: hideSecretsIn(text) }));
  const found = new Map<string, string>();
  if (distinct.length > 0) {
    const ranges = await secretlintRanges(distinct.map(({ plain }) => plain).join(separator));
    let at = 0;
    let from = 0;
    for (const { text, plain: known } of distinct) {
      const end = at + known.length;
      let plain = known;
      while (from < ranges.length && (ranges[from]?.start ?? 0) < end) from++;
      const inside = ranges.slice(0, from).filter(range => range.start >= at && range.end <= end);
      for (const { start, end: stop, kind } of inside.reverse()) {
        plain = plain.slice(0, start - at) + hidden(kind) + plain.slice(stop - at);
      }
      found.set(text, plain);
      ranges.splice(0, from);
      from = 0;
      at = end + separator.length;
    }
  }
  return texts.map(text => found.get(text) ?? text);
}

interface Range {
  start: number;
  end: number;
  kind: string;
}

async function secretlintRanges(content: string): Promise<Range[]> {
  const [{ lintSource }, { creator }, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ]);
  // It keeps every mark of this process and searches all of them at each new one.
  secretLintProfiler.mark = () => undefined;
  const result = await lintSource({
    source: { filePath: '/facts.txt', content, ext: '.txt', contentType: 'text' },
    options: {
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }] },
      noPhysicFilePath: true,
    },
  });
  const ranges = result.messages.map(message => ({
    start: message.range[0],
    end: message.range[1],
    kind: (message.messageId ?? 'secret').replace(/_/g, ' ').toLowerCase(),
  }));
  return ranges
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((range, index, all) => {
      const before = all[index - 1];
      return before === undefined || range.start >= before.end;
    });
}
