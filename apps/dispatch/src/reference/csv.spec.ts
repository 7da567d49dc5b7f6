import { readCsv, writeCsv } from './csv';
import { withCommonColumns, type Column } from './reference-kind';

const columns: readonly Column[] = withCommonColumns([
  { field: 'name', type: 'text' },
  { field: 'coHandlers', type: 'list' },
  { field: 'limits', type: 'json' },
]);

describe('reading CSV', () => {
  it('reads cells by the type of their column, empty ones as absent', () => {
    const file = readCsv(
      '\uFEFFcode,name,coHandlers,limits,sample\r\na,"甲, 乙",x; y,"{""handling"":""PT1H""}",true\r\nb,,,,\r\n',
      columns,
    );
    expect(file).toEqual({
      errors: [],
      rows: [
        {
          line: 2,
          fields: { code: 'a', name: '甲, 乙', coHandlers: ['x', 'y'], limits: { handling: 'PT1H' }, sample: true },
        },
        {
          line: 3,
          fields: { code: 'b', name: undefined, coHandlers: undefined, limits: undefined, sample: undefined },
        },
      ],
    });
  });

  it('counts lines, those within quotes and empty ones too', () => {
    const file = readCsv('code,name\na,"one\ntwo"\n\nb,x\nc,y', columns);
    expect(file.rows.map((row) => row.line)).toEqual([2, 5, 6]);
  });

  it('names the line and the field of each wrong cell, and keeps the other rows', () => {
    const file = readCsv('code,sample,limits\na,yes,{\nb,true,{}\nc,true\nd,false,{},x', columns);
    expect(file.rows.map((row) => row.fields.code)).toEqual(['b']);
    expect(file.errors).toEqual([
      { line: 2, field: 'sample', message: 'must be true or false' },
      { line: 2, field: 'limits', message: 'must be JSON' },
      { line: 4, field: '', message: 'has 2 cells, the header 3' },
      { line: 5, field: '', message: 'has 4 cells, the header 3' },
    ]);
  });

  it('refuses a file with a wrong header', () => {
    expect(readCsv('code,colour,code\na,b,c', columns)).toEqual({
      rows: [],
      errors: [
        { line: 1, field: 'colour', message: 'there is no such column' },
        { line: 1, field: 'code', message: 'the column stands twice' },
      ],
    });
    expect(readCsv('', columns).errors).toEqual([{ line: 1, field: '', message: 'the file is empty' }]);
  });

  it('refuses what is no CSV, with the line', () => {
    const file = readCsv('code,name\na,"open\nb,c', columns);
    expect(file.rows).toEqual([]);
    expect(file.errors).toHaveLength(1);
    expect(file.errors[0]?.message).toContain('is not CSV');
  });

  it('refuses more than 20,000 rows', () => {
    const file = readCsv(`code\n${'a\n'.repeat(20_001)}`, columns);
    expect(file.errors).toEqual([{ line: 1, field: '', message: 'has more than 20000 rows' }]);
  });
});

describe('writing CSV', () => {
  it('writes what reading reads', () => {
    const record = {
      code: 'a',
      name: '甲 "乙", 丙',
      coHandlers: ['x', 'y'],
      limits: { handling: 'PT1H' },
      sample: false,
    };
    const text = writeCsv(columns, [], true) + writeCsv(columns, [record], false);
    const [row] = readCsv(text, columns).rows;
    expect(row?.fields).toMatchObject(record);
  });

  it('lets no cell be a formula', () => {
    expect(writeCsv([{ field: 'name', type: 'text' }], [{ name: '=1+1' }], false)).toBe("'=1+1\n");
  });
});
