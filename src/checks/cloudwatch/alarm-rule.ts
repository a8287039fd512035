/** Whether a composite alarm goes off whenever one alarm does, whatever the others do; unreadable: not in the grammar. */
export type Following = 'always' | 'not-always' | 'unreadable';

// True, false, or not known because it hangs on alarms that are not looked at.
type Truth = boolean | undefined;

const token =
  /\s*(?:(?<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^()"]*?))\s*\)|(?<word>AND|OR|NOT|TRUE|FALSE)\b|(?<sign>[()]))/iy;

/** Reads an AlarmRule as CloudWatch does; `isFiring` tells of an alarm, by name or ARN, whether it is in ALARM. */
export function follows(rule: string, isFiring: (nameOrArn: string) => boolean): Following {
  const words = split(rule, isFiring);
  if (!words) return 'unreadable';
  const reader = new Reader(words);
  const truth = reader.readAny();
  if (reader.isBroken || !reader.isAtEnd) return 'unreadable';
  return truth === true ? 'always' : 'not-always';
}

/** The alarms that an AlarmRule names, by name or ARN; undefined where it cannot be read. */
export function namedIn(rule: string): ReadonlySet<string> | undefined {
  const named = new Set<string>();
  const note = (nameOrArn: string): boolean => {
    named.add(nameOrArn);
    return false;
  };
  return follows(rule, note) === 'unreadable' ? undefined : named;
}

type Word = 'and' | 'or' | 'not' | '(' | ')' | { truth: Truth };

function split(rule: string, isFiring: (nameOrArn: string) => boolean): Word[] | undefined {
  const words: Word[] = [];
  const text = rule.trim();
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text)?.groups;
    if (!found) return undefined;
    words.push(wordOf(found, isFiring));
  }
  return words;
}

function wordOf(found: Record<string, string | undefined>, isFiring: (nameOrArn: string) => boolean): Word {
  const { state, quoted, plain = '', word, sign } = found;
  if (state) {
    const name = quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1');
    return { truth: isFiring(name) ? state.toUpperCase() === 'ALARM' : undefined };
  }
  if (sign) return sign as '(' | ')';
  const lower = (word ?? '').toLowerCase();
  if (lower === 'true' || lower === 'false') return { truth: lower === 'true' };
  return lower as 'and' | 'or' | 'not';
}

class Reader {
  #at = 0;
  isBroken = false;

  constructor(private readonly words: readonly Word[]) {}

  get isAtEnd(): boolean {
    return this.#at >= this.words.length;
  }

  /** OR binds weakest: true wins over what is not known. */
  readAny(): Truth {
    return this.#chain('or', () => this.#readAll(), true);
  }

  #readAll(): Truth {
    return this.#chain('and', () => this.#readOne(), false);
  }

  #chain(joint: 'and' | 'or', read: () => Truth, wins: boolean): Truth {
    const truths = [read()];
    while (!this.isBroken && this.words[this.#at] === joint) {
      this.#at += 1;
      truths.push(read());
    }
    if (truths.includes(wins)) return wins;
    return truths.includes(undefined) ? undefined : !wins;
  }

  #readOne(): Truth {
    const word = this.words[this.#at];
    this.#at += 1;
    if (word === 'not') {
      const truth = this.#readOne();
      return truth === undefined ? undefined : !truth;
    }
    if (word === '(') {
      const truth = this.readAny();
      if (this.words[this.#at] !== ')') this.isBroken = true;
      this.#at += 1;
      return truth;
    }
    if (typeof word === 'object') return word.truth;
    this.isBroken = true;
    return undefined;
  }
}
