export type Format = 'json' | 'xml';

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
};

/**
 * The format asked for: the extension of the path, or without one the earlier of JSON and XML in `Accept`; otherwise XML,
 * the one format that GeoReport v2 requires.
 */
export function formatOf(url: string, accept: string | undefined): Format {
  const path = url.split('?', 1)[0]!;
  const extension = /[./](json|xml)$/.exec(path)?.[1];
  if (extension !== undefined) return extension as Format;
  const [json, xml] = [/application\/json/i, /(text|application)\/xml/i].map((type) => (accept ?? '').search(type));
  return json! >= 0 && (xml! < 0 || json! < xml!) ? 'json' : 'xml';
}
