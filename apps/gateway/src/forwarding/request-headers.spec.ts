import { headersForUpstream, passesToClient } from './request-headers';

const origin = { address: '192.0.2.7', protocol: 'https', host: 'wangge.example' };

describe('headers for a service', () => {
  it("are the client's, without what only the gateway or the connection may say", () => {
    const headers = headersForUpstream(
      {
        accept: 'application/json',
        'content-type': 'application/json',
        traceparent: '00-1-2-03',
        'idempotency-key': 'k',
        authorization: 'Bearer x',
        cookie: 'a=1',
        host: 'evil.example',
        'content-length': '3',
        'transfer-encoding': 'chunked',
        te: 'trailers',
        upgrade: 'websocket',
        expect: '100-continue',
        'proxy-authorization': 'x',
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-prefix': '/x',
        forwarded: 'for=6.6.6.6',
        'x-real-ip': '6.6.6.6',
        'x-wangge-csrf': '1',
        'x-wangge-anything': '1',
        'x-hop': '1',
        connection: 'Keep-Alive, X-Hop',
      },
      origin,
    );
    expect(headers).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      traceparent: '00-1-2-03',
      'idempotency-key': 'k',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'wangge.example',
    });
  });

  it('keep cookies only for the Temporal UI', () => {
    expect(headersForUpstream({ cookie: '_csrf=1' }, origin, true)['cookie']).toBe('_csrf=1');
    expect([passesToClient('set-cookie', true), passesToClient('set-cookie', false)]).toEqual([true, false]);
    expect([
      passesToClient('etag', false),
      passesToClient('connection', true),
      passesToClient('server', false),
    ]).toEqual([true, false, false]);
  });
});
