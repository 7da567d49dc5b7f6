import { XMLBuilder } from 'fast-xml-parser';

/** GeoReport's XML has a container with one element per member where its JSON has a list ("Spark" convention). */
const MEMBER_OF: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  attributes: 'attribute',
  values: 'value',
  endpoints: 'endpoint',
  formats: 'format',
  errors: 'error',
};

/** What XML 1.0 cannot hold, not even escaped. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const builder = new XMLBuilder({ processEntities: true });

/** A GeoReport answer as XML with the root element `root`. Null is an empty element, what is undefined is left out. */
export function writeXml(root: string, value: unknown): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: elementOf(root, value) })}`;
}

function elementOf(name: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const member = MEMBER_OF[name];
    if (member === undefined) throw new Error(`no element name for the members of ${name}`);
    return { [member]: value.map((each: unknown) => elementOf(member, each)) };
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, elementOf(key, each)]));
  return typeof value === 'string' ? value.replace(NOT_XML, '\ufffd') : value;
}
