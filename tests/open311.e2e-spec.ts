import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { START_MS, sharedSystem } from './shared-installation';
import { pythonWith, whyNoPython } from './python-packages';
import { PATIENCE_MS, type System } from './system';

const missing = whyNoPython();
const describeClients = missing === undefined ? describe : describe.skip;

jest.setTimeout(2 * PATIENCE_MS);

const SCHEMAS = join(__dirname, '../apps/intake/src/open311/schemas');
const schema = (name: string) => JSON.parse(readFileSync(join(SCHEMAS, `${name}.json`), 'utf8')) as object;
const ajv = new Ajv({ strict: false, allErrors: true })
  .addFormat('uri', (text: string) => URL.canParse(text))
  .addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/)
  .addSchema(schema('request'), 'request.json')
  .addSchema(schema('service'), 'service.json');
function expectValid(name: string, value: unknown): void {
  const validate = ajv.compile(schema(name));
  validate(value);
  expect(validate.errors).toBeNull();
}

type Fields = Record<string, unknown>;
interface Read {
  services: Fields[];
  definition: Fields;
  request: Fields;
  requests: Fields | Fields[];
}
interface Made {
  discovery: { endpoints: Fields[] };
  services: Fields[];
  definition: Fields;
  posted: Fields[];
  request: Fields[];
  requests: Fields[];
  georeport: { json: Read; xml: Read };
}

/** In the community of the sample grid worker. */
const [LAT, LONG] = ['34.8117', '113.6795'];
const PHOTO = 'https://photos.example/light.jpg';

describeClients(
  `clients of Open311 that others wrote${missing === undefined ? '' : ` — skipped because ${missing}`}`,
  () => {
    let system: System;
    let made: Made;
    beforeAll(async () => {
      const python = await pythonWith('open311-requirements.txt');
      system = await sharedSystem();
      const address = `${system.installation.publicUrl}/open311/v2`;
      const { code, output } = await python(join(__dirname, 'open311-client.py'), address, LAT, LONG, PHOTO);
      if (code !== 0) throw new Error(output);
      made = JSON.parse(output.slice(output.indexOf('{'))) as Made;
    }, START_MS);

    it('find the endpoint, the services and what a service asks', () => {
      expect(made.discovery.endpoints).toHaveLength(1);
      expectValid('services', made.services);
      expect(made.services.map((service) => service['service_code'])).toContain('street-light');
      expectValid('service-definition', made.definition);
      const { json, xml } = made.georeport;
      expect(json.services).toEqual(made.services);
      expect(xml.services.map((service) => service['service_code'])).toEqual(
        json.services.map((service) => service['service_code']),
      );
      expect(xml.definition['service_code']).toBe('street-light');
    });

    it('post a request with a link to a photo and read it back in both formats', async () => {
      const [{ service_request_id: number } = {}] = made.posted;
      expectValid('requests', made.request);
      expectValid('requests', made.requests);
      expect(made.requests.map((request) => request['service_request_id'])).toContain(number);
      const { json, xml } = made.georeport;
      expect(made.request).toEqual([json.request]);
      expect(json.requests).toEqual([json.request]);
      for (const { request } of [json, xml])
        expect(request).toMatchObject({
          service_request_id: number,
          service_code: 'street-light',
          status: 'open',
          description: '路灯不亮',
          media_url: PHOTO,
        });
      // What XML says is what JSON says, as text.
      const asText = (value: unknown) => (typeof value === 'string' || value === null ? value : JSON.stringify(value));
      for (const [name, value] of Object.entries(xml.request))
        expect([name, asText(json.request[name])]).toEqual([name, value]);
      // It is a hotline matter like any other, and the names of people stay inside.
      const view = await system.read(number as string);
      expect(view).toMatchObject({ matterItem: 'street-light', channel: 'open311' });
      expect(JSON.stringify(made.request)).not.toMatch(/13800000000|Wang/);
    });
  },
);
