import { Ajv } from 'ajv';
import { requestView, type RequestRow } from './request-view';
import requestSchema from './schemas/request.json';
import requestsSchema from './schemas/requests.json';
import serviceSchema from './schemas/service.json';
import servicesSchema from './schemas/services.json';
import { serviceView } from './services';

/** The formats that the schemas name, strictly. */
const ajv = new Ajv({ strict: false, allErrors: true })
  .addFormat('uri', (text: string) => URL.canParse(text))
  .addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/)
  .addSchema(requestSchema, 'request.json')
  .addSchema(serviceSchema, 'service.json');
const valid = (schema: object, value: unknown) => {
  // What is undefined goes over no wire.
  const validate = ajv.compile(schema);
  return [validate(JSON.parse(JSON.stringify(value))), validate.errors];
};

const row = (more: Partial<RequestRow> = {}): RequestRow => ({
  number: '20261124-0001000',
  kind: 'matter',
  stage: 'handling',
  matter_item: 'road-damage',
  grid_code: '410105001',
  unit: 'unit-a',
  due_at: new Date('2026-12-01T16:00:00Z'),
  overdue: false,
  received_at: new Date('2026-11-24T00:00:00.987Z'),
  closed_at: null,
  updated_at: new Date('2026-11-24T01:02:03.004Z'),
  title: '道路破损：坑',
  content: {
    claims: ['坑', '很深'],
    location: { lon: 113.7, lat: 34.8 },
    open311: {
      address: '中原路1号',
      media: ['https://a.example/1.jpg', 'https://a.example/2.jpg'],
      answered: [{ code: 'area', question: '多大？', values: ['3'] }],
      key: 'k1',
    },
  },
  ...more,
});
const naming = {
  language: 'en' as const,
  service: (code: string) => (code === 'road-damage' ? { name: '道路破损', notice: '两日内修补' } : undefined),
  unit: (code: string) => (code === 'unit-a' ? '城市管理局' : code),
};

describe('a request as everybody may see it', () => {
  it('has what GeoReport asks for', () => {
    const view = requestView(row(), naming, false);
    expect(view).toEqual({
      service_request_id: '20261124-0001000',
      status: 'open',
      status_notes: 'Handling',
      service_name: '道路破损',
      service_code: 'road-damage',
      description: '坑很深',
      agency_responsible: '城市管理局',
      service_notice: '两日内修补',
      requested_datetime: '2026-11-24T08:00:00+08:00',
      updated_datetime: '2026-11-24T09:02:03+08:00',
      expected_datetime: '2026-12-02T00:00:00+08:00',
      address: '中原路1号',
      address_id: '410105001',
      zipcode: null,
      lat: 34.8,
      long: 113.7,
      media_url: 'https://a.example/1.jpg',
    });
    expect(valid(requestsSchema, [view])).toEqual([true, null]);
  });

  it('says nothing of answers to questions, keys and evidence', () => {
    expect(JSON.stringify(requestView(row(), naming, true))).not.toMatch(/多大|k1|area/);
  });

  it('is valid with next to nothing', () => {
    const bare = row({
      unit: null,
      due_at: null,
      matter_item: 'gone',
      content: { claims: [], location: { gridCode: '4101' }, open311: { media: [], answered: [] } },
    });
    const view = requestView(bare, naming, false);
    expect(view).toMatchObject({ description: null, service_name: null, lat: null, media_url: null, address: null });
    expect(valid(requestsSchema, [view])).toEqual([true, null]);
  });

  it.each([
    ['closed', '结案'],
    ['refused', '不予受理'],
    ['transferred', '转送'],
    ['withdrawn', '撤回'],
    ['merged', '并案'],
  ])('is closed when it is %s, on that day', (stage, words) => {
    const closed = row({
      stage,
      closed_at: new Date('2026-11-25T00:00:00Z'),
      updated_at: new Date('2026-11-26T00:00:00Z'),
    });
    expect(requestView(closed, { ...naming, language: 'zh' }, false)).toMatchObject({
      status: 'closed',
      status_notes: words,
      updated_datetime: '2026-11-25T08:00:00+08:00',
    });
  });

  it('has more with extensions', () => {
    expect(requestView(row({ overdue: true }), naming, true).extended_attributes).toEqual({
      title: '道路破损：坑',
      stage: 'handling',
      overdue: true,
      media_urls: 'https://a.example/1.jpg https://a.example/2.jpg',
    });
  });
});

describe('a service', () => {
  it('is listed as GeoReport asks', () => {
    const service = {
      code: 'road-damage',
      name: '道路破损',
      group: '城市运行类',
      description: null,
      keywords: ['坑', '路'],
      attributes: [],
      notice: null,
    };
    expect(serviceView(service)).toEqual({
      service_code: 'road-damage',
      service_name: '道路破损',
      description: null,
      metadata: false,
      type: 'realtime',
      keywords: '城市运行类,坑,路',
      group: '城市运行类',
    });
    expect(valid(servicesSchema, [serviceView(service)])).toEqual([true, null]);
  });
});
