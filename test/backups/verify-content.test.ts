import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../src/backups/byte-source.js';
import { compileSearch } from '../../src/backups/compile-search.js';
import { scrubCsv } from '../../src/backups/scrub-csv.js';
import { checkRewritten } from '../../src/backups/verify-content.js';
import { identifiers } from '../customers/person.js';

const search = compileSearch([
  { subject: 0, identifiers: identifiers({ numbers: ['K-1001'], names: [{ given: 'Anna', family: 'Müller' }] }) },
]);
const head = 'Kundennr.;Vorname;Nachname;Notiz\n';
const bob = 'K-1002;Bob;Ohm;mag Tee\n';
const eve = 'K-1003;Eva;Uhl;"ruft\nan"\n';

/** Takes Anna out of a file, and reads again what the disk is said to have of the result. */
async function readBack(onDisk: string): Promise<string> {
  const scrub = async (...[source, sink]: [Parameters<typeof scrubCsv>[0], Parameters<typeof scrubCsv>[1]]) =>
    scrubCsv(source, sink, search, { action: 'remove' });
  const source = bytesSource(Buffer.from(`${head}${bob}K-1001;Anna;Müller;\n${eve}`));
  const expected = await scrub(source, { write: () => undefined });
  const { sha256 } = await checkRewritten(scrub, bytesSource(Buffer.from(onDisk)), expected);
  return sha256;
}

describe('new content that is read again', () => {
  it('passes as it was written', async () => {
    const { sha256 } = await scrubCsv(bytesSource(Buffer.from(head + bob + eve)), null, search, { action: 'remove' });
    expect(await readBack(head + bob + eve)).toBe(sha256);
  });

  it.each([
    ['one letter is another', head + bob.replace('Tee', 'Tea') + eve],
    ['two records have changed places', head + eve + bob],
    ['the end is missing', head + bob + eve.slice(0, -1)],
    ['a record is there twice', head + bob + eve + eve],
    ['zeros follow', `${head}${bob}${eve}\0\0`],
    ['nothing is there', ''],
    ['the person is still there', `${head}${bob}K-1001;Anna;Müller;\n${eve}`],
  ])('is refused when %s', async (_, onDisk) => {
    await expect(readBack(onDisk)).rejects.toMatchObject({ code: 'verification', detail: 'hash' });
  });
});
