import { reveal, revealLine } from './reveal.js';

/** Text that may stand in an XML document as it is. */
export type Xml = string & { readonly xml: true };

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** What XML 1.0 forbids is written out, like everything that hides; quotes are escaped, so it fits an attribute as well. */
function escapeXml(shown: string): string {
  return shown
    .replace(/[\ufffe\uffff]/g, one => `\\u{${one.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, one => entities[one] ?? one);
}

/** The tags of an element: `open`, `empty`, and `around` a text, whose line breaks stay. Attributes are one line each. */
export function element(name: string, attributes: Record<string, string | number>) {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(revealLine(String(value)))}"`)
    .join('');
  return {
    open: `<${name}${written}>` as Xml,
    empty: `<${name}${written}/>` as Xml,
    around: (raw: string) => `<${name}${written}>${escapeXml(reveal(raw))}</${name}>` as Xml,
  };
}
