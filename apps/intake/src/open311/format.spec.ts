import { formatOf } from './format';

describe('the format of an answer', () => {
  it.each([
    ['/open311/v2/requests.json', undefined, 'json'],
    ['/open311/v2/requests.xml', 'application/json', 'xml'],
    ['/open311/v2/requests.json?x=a.xml', undefined, 'json'],
    ['/open311/v2/requests/json', undefined, 'json'],
    ['/open311/v2/requests', 'application/json', 'json'],
    ['/open311/v2/requests', 'text/xml', 'xml'],
    ['/open311/v2/requests', 'application/json, text/xml', 'json'],
    ['/open311/v2/requests', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'xml'],
    ['/open311/v2/requests', '*/*', 'xml'],
    ['/open311/v2/services/json-like', undefined, 'xml'],
  ])('%s with Accept %s is %s', (url, accept, format) => {
    expect(formatOf(url, accept)).toBe(format);
  });
});
