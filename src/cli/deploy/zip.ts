import { crc32, deflateRawSync } from 'node:zlib';
import type { CodeFile } from './code.js';

/** 1980-01-01, the first day that a zip file can name: the same files give the same bytes. */
const firstDay = 0x21;
const deflated = 8;
const namesAreUtf8 = 0x800;
/** A plain file that everyone may read, as Unix writes it. */
const mode = (0o100644 << 16) >>> 0;

/** A zip file of these files. */
export function zip(files: readonly CodeFile[]): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const body = deflateRawSync(bytes, { level: 9 });
    const facts = factsOf(Buffer.from(name), bytes, body);
    const head = Buffer.concat([Buffer.from('PK\x03\x04\x14\x00', 'latin1'), facts, Buffer.from(name)]);
    entries.push(entryOf(name, facts, at));
    bodies.push(head, body);
    at += head.length + body.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}

/** What a file's own header and its entry in the directory say alike. */
function factsOf(name: Buffer, bytes: Buffer, body: Buffer): Buffer {
  const facts = Buffer.alloc(24);
  facts.writeUInt16LE(namesAreUtf8, 0);
  facts.writeUInt16LE(deflated, 2);
  facts.writeUInt16LE(firstDay, 6);
  facts.writeUInt32LE(crc32(bytes), 8);
  facts.writeUInt32LE(body.length, 12);
  facts.writeUInt32LE(bytes.length, 16);
  facts.writeUInt16LE(name.length, 20);
  return facts;
}

function entryOf(name: string, facts: Buffer, at: number): Buffer {
  const start = Buffer.from('PK\x01\x02\x14\x03\x14\x00', 'latin1');
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(mode, 6);
  rest.writeUInt32LE(at, 10);
  return Buffer.concat([start, facts, rest, Buffer.from(name)]);
}
