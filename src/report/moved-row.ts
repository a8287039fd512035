/** One finding that opened, closed or changed, as both lists of changes show it. */
export interface MovedRow {
  /** What became of it, in a word or two. */
  kind: string;
  tone: 'good' | 'middling' | 'bad' | 'none';
  severity: string;
  name: string;
  region: string;
  rule: string;
  /** Only where the page has a section of the rule. */
  linked: boolean;
  title: string;
  message: string;
}
