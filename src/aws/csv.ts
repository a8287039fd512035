/** One record of a CSV text, and the line it begins in. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

/** Raised for a text that is no CSV. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/**
 * Reads CSV as RFC 4180 has it, piece by piece: quoted fields may hold commas, line breaks and doubled quotes; lines end
 * with CRLF, LF or CR. A blank line is no record. Raises `CsvError` where a quote is out of place or never closed.
 */
export class CsvReader {
  #line = 1;
  #began = 1;
  #field = '';
  #fields: string[] = [];
  #state: 'start' | 'plain' | 'quoted' | 'quote-in-quoted' = 'start';
  #afterReturn = false;

  /** The records that are complete with this piece. */
  *read(piece: string): Iterable<CsvRecord> {
    for (let at = 0; at < piece.length; at++) {
      const char = piece[at] as string;
      if (this.#afterReturn) {
        this.#afterReturn = false;
        if (char === '\n') continue;
      }
      if (this.#state === 'quoted') {
        at = this.#readQuoted(piece, at);
        continue;
      }
      if (char === ',') this.#endField();
      else if (char === '\n' || char === '\r') {
        this.#afterReturn = char === '\r';
        yield* this.#endRecord();
      } else if (char === '"') this.#quote();
      else at = this.#readPlain(piece, at);
    }
  }

  /** The last record, where the text does not end with a line break. */
  *end(): Iterable<CsvRecord> {
    if (this.#state === 'quoted') throw new CsvError('a quoted field is never closed', this.#began);
    if (this.#state !== 'start' || this.#fields.length > 0) yield* this.#endRecord();
  }

  #readQuoted(piece: string, from: number): number {
    const close = piece.indexOf('"', from);
    const text = piece.slice(from, close < 0 ? undefined : close);
    for (const char of text) if (char === '\n') this.#line += 1;
    this.#field += text;
    if (close < 0) return piece.length;
    this.#state = 'quote-in-quoted';
    return close;
  }

  #readPlain(piece: string, from: number): number {
    if (this.#state === 'quote-in-quoted') throw new CsvError('text follows a closed quote', this.#line);
    this.#state = 'plain';
    let to = from;
    while (to < piece.length && !',\n\r"'.includes(piece[to] as string)) to += 1;
    this.#field += piece.slice(from, to);
    return to - 1;
  }

  #quote(): void {
    if (this.#state === 'quote-in-quoted') this.#field += '"';
    else if (this.#state !== 'start')
      throw new CsvError('a quote stands inside a field that has none around it', this.#line);
    this.#state = 'quoted';
  }

  #endField(): void {
    this.#fields.push(this.#field);
    this.#field = '';
    this.#state = 'start';
  }

  *#endRecord(): Iterable<CsvRecord> {
    const blank = this.#state === 'start' && this.#fields.length === 0;
    this.#endField();
    if (!blank) yield { line: this.#began, fields: this.#fields };
    this.#fields = [];
    this.#line += 1;
    this.#began = this.#line;
  }
}
