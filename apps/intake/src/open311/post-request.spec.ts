import { Refusal } from '@wangge/platform/http/problem';
import type { Form } from './form-fields';
import { type Fields, filingOf, readFields } from './post-request';

const form = (fields: Readonly<Record<string, string | string[]>>): Form => {
  const all = (field: string) => [fields[field] ?? []].flat();
  return { all, one: (field) => all(field).at(-1), attributes: new Map() };
};
const errorsOf = (fields: Readonly<Record<string, string | string[]>>) => {
  try {
    readFields(form(fields));
  } catch (error) {
    if (error instanceof Refusal)
      return error.errors?.map(({ field, message }) => [field, (message as { en: string }).en]);
    throw error;
  }
  return undefined;
};
const POINT = { lat: '34.8', long: '113.7' };

describe('the fields of a posted request', () => {
  it('are read, others are left alone', () => {
    const fields = {
      ...POINT,
      service_code: '001',
      media_url: ['http://a.example/1', 'https://b.example/2'],
      my_own: 'x',
    };
    expect(readFields(form(fields))).toEqual({
      service_code: '001',
      lat: 34.8,
      long: 113.7,
      media_url: ['http://a.example/1', 'https://b.example/2'],
    });
  });

  it.each<[string, Readonly<Record<string, string | string[]>>, [string, string][]]>([
    [
      'nothing at all',
      {},
      [
        ['service_code', 'Required'],
        ['lat', 'Give lat and long, or address_string, or address_id'],
      ],
    ],
    ['half a point', { service_code: '1', long: '113' }, [['lat', 'lat and long must be given together']]],
    ['a point off the earth', { service_code: '1', lat: '91', long: '113' }, [['lat', 'Must be decimal degrees']]],
    ['a comma', { service_code: '1', lat: '34,8', long: '113' }, [['lat', 'Must be decimal degrees']]],
    [
      'an address id of letters',
      { service_code: '1', address_id: 'x' },
      [['address_id', 'Must be the code of a grid']],
    ],
    [
      'a long description',
      { ...POINT, service_code: '1', description: 'x'.repeat(4_001) },
      [['description', 'Too long, at most 4000 characters']],
    ],
    [
      'a control character',
      { ...POINT, service_code: '1', description: 'a\u0000' },
      [['description', 'Must not contain control characters']],
    ],
    [
      'a link that is none',
      { ...POINT, service_code: '1', media_url: ['javascript:alert(1)'] },
      [['media_url', 'Must be an http or https link']],
    ],
    [
      'too many links',
      { ...POINT, service_code: '1', media_url: Array<string>(11).fill('http://a.example') },
      [['media_url', 'Too many, at most 10']],
    ],
  ])('refuse %s', (_what, fields, errors) => {
    expect(errorsOf(fields)).toEqual(errors);
  });
});

describe('the case that a request becomes', () => {
  const service = {
    code: 'road-damage',
    name: '道路破损',
    group: '城市运行类',
    description: null,
    keywords: [],
    attributes: [],
    notice: null,
  };
  const file = (more: Partial<Fields>, known = true) =>
    filingOf({ service_code: 'road-damage', media_url: [], ...more }, known ? service : undefined, [], {
      cityGrid: '4101',
    });

  it('has text, place and what was answered, for those who handle it', () => {
    const { filing, beside } = filingOf(
      {
        ...{
          service_code: 'road-damage',
          lat: 34.8,
          long: 113.7,
          address_string: '中原路1号',
          description: '坑很深\n小心',
        },
        ...{
          media_url: ['http://a.example/1'],
          first_name: '三',
          last_name: '张',
          phone: '13800000000',
          email: 'a@b.cn',
        },
        ...{ device_id: 'd1', account_id: 'a1' },
      },
      service,
      [{ code: 'kinds', question: '哪些？', values: ['甲', '乙'] }],
      { cityGrid: '4101', picture: 'f'.repeat(64), key: 'k1' },
    );
    expect(filing).toEqual({
      kind: 'matter',
      matterItem: 'road-damage',
      title: '道路破损：坑很深',
      claims: ['坑很深\n小心'],
      description: '地址：中原路1号\n媒体链接：http://a.example/1\n哪些？ 甲、乙',
      petitioners: [{ name: '张三', phone: '13800000000' }],
      location: { lon: 113.7, lat: 34.8 },
      channel: 'open311',
      evidence: ['f'.repeat(64)],
    });
    expect(beside).toEqual({
      content: {
        open311: {
          address: '中原路1号',
          media: ['http://a.example/1'],
          answered: [{ code: 'kinds', question: '哪些？', values: ['甲', '乙'] }],
          key: 'k1',
        },
      },
      sealed: {
        reporter: {
          ...{
            firstName: '三',
            lastName: '张',
            phone: '13800000000',
            email: 'a@b.cn',
            deviceId: 'd1',
            accountId: 'a1',
          },
        },
      },
    });
  });

  it('has only sealed what tells who reported', () => {
    const { filing, beside } = file({ address_id: '410105', email: 'a@b.cn', phone: '分机 8', device_id: 'd1' });
    expect(JSON.stringify([{ ...filing, petitioners: [] }, beside.content])).not.toMatch(/a@b\.cn|分机|d1/);
    expect(filing.petitioners).toEqual([{ name: '未留姓名' }]);
  });

  it.each<[string, Partial<Fields>, object]>([
    ['a grid', { address_id: '410105', address_string: 'x' }, { gridCode: '410105' }],
    ['the whole city for an address in words', { address_string: '中原路1号' }, { gridCode: '4101' }],
    ['a point before a grid', { address_id: '410105', lat: 1, long: 2 }, { lat: 1, lon: 2 }],
  ])('lies in %s', (_where, fields, location) => {
    expect(file(fields).filing.location).toEqual(location);
  });

  it.each<[Partial<Fields>, string[]]>([
    [{ first_name: 'John', last_name: 'Smith' }, ['John Smith']],
    [{ last_name: '欧阳' }, ['欧阳']],
    [{}, []],
  ])('%j has the people %j', (fields, names) => {
    expect(file(fields).filing.petitioners.map(({ name }) => name)).toEqual(names);
  });

  it('has a short title, by the code where the name is not known', () => {
    expect(file({ description: '坑'.repeat(200) }).filing.title).toBe(`道路破损：${'坑'.repeat(94)}…`);
    expect(file({}, false).filing.title).toBe('road-damage');
    expect(file({ address_string: '中原路1号' }).filing.title).toBe('道路破损：中原路1号');
  });

  it('keeps a long text whole, in claims that cut no character', () => {
    const description = `${'x'.repeat(1_999)}😀${'y'.repeat(1_999)}`;
    const { claims } = file({ description }).filing;
    expect(claims.map((claim) => claim.length)).toEqual([1_999, 2_000, 1]);
    expect(claims.join('')).toBe(description);
  });
});
