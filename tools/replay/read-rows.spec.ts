import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../repository.ts';
import { readRows, rowsOf, type ReadRow } from './read-rows.ts';

const header = 'Unique Key,Created Date,Agency,Complaint Type,Descriptor,Status';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

async function read(text: string, { size = 7, limit = Infinity } = {}): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const row of rowsOf(inPieces(text, size), limit)) rows.push(row);
  return rows;
}

/** Row number with its key and descriptor, or the first words of the reason. */
const brief = (rows: ReadRow[]) =>
  rows.map((row) =>
    'cells' in row ? [row.row, row.cells.uniqueKey, row.cells.descriptor] : [row.row, row.reason.split(' / ')[1]],
  );

describe('rows of a 311 file', () => {
  it('are read with byte order mark, CRLF, quotes, quoted line ends and blank lines', async () => {
    const text = [
      `\uFEFF${header}`,
      '1,06/26/2018,NYPD,Noise,"Loud, ""very""\r\nloud",Closed',
      '',
      '2,06/26/2018,NYPD,Noise,plain,Closed',
      '   ',
      '3,06/26/2018,NYPD,Noise,"a\n\nb",Open',
    ].join('\r\n');
    expect(brief(await read(text))).toEqual([
      [1, '1', 'Loud, "very"\nloud'],
      [2, '2', 'plain'],
      [3, '3', 'a\n\nb'],
    ]);
  });

  it('are the same however the text arrives', async () => {
    const text = `${header}\n1,06/26/2018,NYPD,Noise,"a\nb",Closed\n2,06/26/2018,NYPD,Noise,"c ""d""",Closed\n`;
    for (const size of [1, 2, 3, 50, 1000])
      expect(brief(await read(text, { size }))).toEqual([
        [1, '1', 'a\nb'],
        [2, '2', 'c "d"'],
      ]);
  });

  it('with a wrong number of columns are told, and the rest goes on', async () => {
    const text = `${header}\n1,2\n2,06/26/2018,NYPD,Noise,x,Closed\n3,06/26/2018,NYPD,Noise,x,Closed,more\n`;
    expect(brief(await read(text))).toEqual([
      [1, 'has 2 columns, the header 6'],
      [2, '2', 'x'],
      [3, 'has 7 columns, the header 6'],
    ]);
  });

  it('with a quote that never closes cost one row, not the rest of the file', async () => {
    const good = (key: number) => `${key},06/26/2018,NYPD,Noise,"x ""y""",Closed`;
    const text = [header, good(1), '2,06/26/2018,NYPD,Noise,"never closed,Closed', good(3), good(4), 'e,"'].join('\n');
    expect(brief(await read(text))).toEqual([
      [1, '1', 'x "y"'],
      [2, 'a quote is not closed, or stands in the wrong place'],
      [3, '3', 'x "y"'],
      [4, '4', 'x "y"'],
      [5, 'a quote is not closed, or stands in the wrong place'],
    ]);
  });

  it('may have a quote as a plain character', async () => {
    const text = `${header}\n1,06/26/2018,DEP,Water,6" pipe,Open\n2,06/26/2018,DEP,Water,4" or 6" pipe,Open\n`;
    expect(brief(await read(text))).toEqual([
      [1, '1', '6" pipe'],
      [2, '2', '4" or 6" pipe'],
    ]);
  });

  it('of boundless length are refused one by one', async () => {
    const text = `${header}\n1,${'x'.repeat(300_000)}\n2,06/26/2018,NYPD,Noise,x,Closed\n`;
    expect(brief(await read(text, { size: 65_536 }))).toEqual([
      [1, 'the line is longer than 262144 characters'],
      [2, '2', 'x'],
    ]);
  });

  it('end at the limit', async () => {
    const row = '1,06/26/2018,NYPD,Noise,x,Closed\n';
    expect(await read(`${header}\n${row.repeat(5)}`, { limit: 3 })).toHaveLength(3);
  });

  it('have their columns by name, in any order, case and spelling of the same name', async () => {
    const text =
      'status,unique_key,extra,complaint_type,agency,created_date\nClosed,7,?,Noise,NYPD,2018-06-26T10:58:54\n';
    const [row] = await read(text);
    expect(row).toMatchObject({
      row: 1,
      cells: { uniqueKey: '7', status: 'Closed', complaintType: 'Noise', agency: 'NYPD', communityBoard: '' },
    });
  });

  it('need a header with the columns that matter', async () => {
    await expect(read('a,b\n1,2\n')).rejects.toThrow('Unique Key, Created Date, Agency, Complaint Type, Status');
    await expect(read('')).rejects.toThrow(Refusal);
  });

  it('keep what is no UTF-8 as replacement characters', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rows-'));
    try {
      const file = join(folder, 'latin.csv');
      const row = Buffer.from('1,06/26/2018,DPR,Caf\xe9 noise,x,Open\n', 'latin1');
      writeFileSync(file, Buffer.concat([Buffer.from(`${header}\n`), row]));
      const rows: ReadRow[] = [];
      for await (const one of readRows(file)) rows.push(one);
      expect(rows).toMatchObject([{ row: 1, cells: { complaintType: 'Caf\uFFFD noise' } }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
