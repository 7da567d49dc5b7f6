import { writeXml } from './write-xml';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';

describe('XML', () => {
  it('has a container with one element per member of a list', () => {
    expect(writeXml('services', [{ service_code: 'a' }, { service_code: 'b' }])).toBe(
      `${DECLARATION}<services><service><service_code>a</service_code></service><service><service_code>b</service_code></service></services>`,
    );
    expect(writeXml('discovery', { endpoints: [{ formats: ['text/xml'] }] })).toBe(
      `${DECLARATION}<discovery><endpoints><endpoint><formats><format>text/xml</format></formats></endpoint></endpoints></discovery>`,
    );
    expect(writeXml('service_requests', [])).toBe(`${DECLARATION}<service_requests></service_requests>`);
  });

  it('says null as an empty element, false and 0 as they are, and nothing of what is undefined', () => {
    expect(writeXml('service_requests', [{ a: null, b: false, c: 0, d: undefined }])).toBe(
      `${DECLARATION}<service_requests><request><a/><b>false</b><c>0</c></request></service_requests>`,
    );
  });

  it('escapes what people wrote', () => {
    expect(writeXml('errors', [{ code: 400, description: `<b>&"'</b> ]]> 网格 😀` }])).toBe(
      `${DECLARATION}<errors><error><code>400</code><description>&lt;b&gt;&amp;&quot;&apos;&lt;/b&gt; ]]&gt; 网格 😀</description></error></errors>`,
    );
  });

  it('replaces what XML cannot hold', () => {
    expect(writeXml('errors', [{ description: 'a\u0001b\uffffc\ud800d\te\n' }])).toContain(
      '<description>a\ufffdb\ufffdc\ufffdd\te\n</description>',
    );
  });

  it('refuses a list whose members have no name', () => {
    expect(() => writeXml('discovery', { unknown: [1] })).toThrow('unknown');
  });
});
