import { Refusal } from '@wangge/platform/http/problem';
import { type Parameters, readRequestsQuery } from './list-requests';

const NOW = Date.parse('2026-11-24T00:00:00Z');
const read = (given: Parameters) => readRequestsQuery(given, NOW);
const at = (text: string) => Date.parse(text);
const errorsOf = (given: Parameters) => {
  try {
    read(given);
  } catch (error) {
    if (error instanceof Refusal)
      return error.errors?.map(({ field, message }) => [field, (message as { en: string }).en]);
    throw error;
  }
  return undefined;
};
const ORDER = 'Is before the beginning of the range';
const SPAN = 'The range may not span more than 90 days';
const INSTANT = 'Must be a W3C date and time with its zone, e.g. 2010-01-01T00:00:00Z';

describe('the filters of a list of requests', () => {
  it('are the last 90 days and everything on one page of 1000 where nothing is asked', () => {
    expect(
      read({ jurisdiction_id: 'city.gov', api_key: '', status: '', start_date: '', page: '', nonsense: '1' }),
    ).toEqual({
      // A clock that goes a little before ours loses nothing.
      requested: { from: at('2026-08-26T00:00:00Z'), to: at('2026-11-25T00:00:00Z') },
      page: 1,
      pageSize: 1_000,
      extensions: false,
    });
  });

  it('take lists by comma and by repetition', () => {
    expect(read({ service_code: ['a, b', 'c', 'a'], status: 'Open' })).toMatchObject({
      codes: ['a', 'b', 'c'],
      status: 'open',
    });
    expect(read({ status: 'open,closed' }).status).toBeUndefined();
  });

  it('are overridden by ids', () => {
    expect(
      read({ service_request_id: '1,2', service_code: 'a', status: 'open', page_size: '5', extensions: 'true' }),
    ).toEqual({
      numbers: ['1', '2'],
      page: 1,
      pageSize: 5,
      extensions: true,
    });
  });

  it.each<[string, Parameters, [string, string]]>([
    [
      'both ends',
      { start_date: '2010-05-24T00:00:00Z', end_date: '2010-06-24T00:00:00-05:00' },
      ['2010-05-24T00:00:00Z', '2010-06-24T05:00:00Z'],
    ],
    ['a beginning', { start_date: '2026-01-01T00:00:00Z' }, ['2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z']],
    ['an end', { end_date: '2026-04-01T00:00:00Z' }, ['2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z']],
    [
      'dates, which are whole days in Shanghai',
      { start_date: '2026-01-01', end_date: '2026-04-01' },
      ['2025-12-31T16:00:00Z', '2026-04-01T15:59:59.999Z'],
    ],
    [
      'a plus sign that was not escaped',
      { start_date: '2026-01-01T08:00:00 08:00', end_date: '2026-01-02T08:00:00 0800' },
      ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    ],
    [
      '90 days to the second',
      { start_date: '2026-01-01T00:00:00Z', end_date: '2026-04-01T00:00:00Z' },
      ['2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'],
    ],
  ])('take a range of reporting: %s', (_what, given, [from, to]) => {
    expect(read(given).requested).toEqual({ from: at(from), to: at(to) });
  });

  it('take a range of changes, whenever the request was reported', () => {
    const query = read({ updated_after: '2026-11-01T00:00:00Z' });
    expect(query.requested).toBeUndefined();
    expect(query.updated).toEqual({ from: at('2026-11-01T00:00:00Z'), to: at('2027-01-30T00:00:00Z') });
    expect(read({ updated_before: '2026-11-01T00:00:00Z', start_date: '2026-10-01T00:00:00Z' })).toMatchObject({
      updated: { to: at('2026-11-01T00:00:00Z') },
      requested: { from: at('2026-10-01T00:00:00Z') },
    });
  });

  it.each<[string, Parameters, [string, string][]]>([
    ['91 days', { start_date: '2026-01-01T00:00:00Z', end_date: '2026-04-01T00:00:01Z' }, [['end_date', SPAN]]],
    ['a range backwards', { start_date: '2026-01-02', end_date: '2026-01-01' }, [['end_date', ORDER]]],
    ['a time without its zone', { start_date: '2026-01-01T00:00:00' }, [['start_date', INSTANT]]],
    [
      'no date',
      { updated_after: 'yesterday', end_date: '2026-02-30' },
      [
        ['end_date', INSTANT],
        ['updated_after', INSTANT],
      ],
    ],
    ['no status', { status: 'open,done' }, [['status', 'Must be open or closed']]],
    ['page 0', { page: '0' }, [['page', 'Must be a whole number from 1 to 10000']]],
    ['too large a page', { page_size: '1001' }, [['page_size', 'Must be a whole number from 1 to 1000']]],
    [
      'too many ids',
      { service_request_id: Array.from({ length: 201 }, (_, id) => id).join() },
      [['service_request_id', 'Too many, at most 200']],
    ],
  ])('refuse %s', (_what, given, errors) => {
    expect(errorsOf(given)).toEqual(errors);
  });
});
