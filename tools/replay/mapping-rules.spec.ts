import {
  boardSlotOf,
  GridRule,
  instantOf,
  itemCodeOf,
  matterOf,
  targetOf,
  unitCodeOf,
  type Matter,
} from './mapping-rules.ts';
import { fields, type Cells } from './read-rows.ts';

const now = Date.parse('2026-11-24T12:00:00+08:00');
const blank = Object.fromEntries(fields.map((field) => [field, ''])) as Record<keyof Cells, string>;
const cells: Cells = {
  ...blank,
  uniqueKey: '39573567',
  createdDate: '06/26/2018 10:58:54 AM',
  closedDate: '06/26/2018 12:50:01 PM',
  agency: 'NYPD',
  agencyName: 'New York City Police Department',
  complaintType: 'Noise - Residential',
  descriptor: 'Loud Music/Party',
  incidentAddress: '91-33 97 STREET',
  status: 'Closed',
  resolution: 'The Police Department responded.',
  communityBoard: '09 QUEENS',
  channelType: 'PHONE',
};
const matter = (change: Partial<Cells>) => matterOf({ ...cells, ...change }, now) as Matter;
const reason = (change: Partial<Cells>) => (matterOf({ ...cells, ...change }, now) as { reason: string }).reason;

describe('a row as a matter', () => {
  it('has key, time, texts and how far it goes', () => {
    expect(matter({})).toEqual({
      externalId: '39573567',
      receivedAt: '2018-06-26T10:58:54+08:00',
      agency: 'NYPD',
      agencyName: 'New York City Police Department',
      complaintType: 'Noise - Residential',
      title: 'Noise - Residential: Loud Music/Party',
      claim: 'Loud Music/Party',
      description: [
        'Descriptor: Loud Music/Party',
        'Incident Address: 91-33 97 STREET',
        'Community Board: 09 QUEENS',
        'Agency Name: New York City Police Department',
        'Open Data Channel Type: PHONE',
        'Created Date: 06/26/2018 10:58:54 AM',
        'Closed Date: 06/26/2018 12:50:01 PM',
        'Status: Closed',
      ].join('\n'),
      resolution: 'The Police Department responded.',
      board: '09 QUEENS',
      target: 'closed',
    });
  });

  it('is cut to the limits of the API, never rejected for its length', () => {
    const long = matter({ descriptor: `${'x'.repeat(178)}\u{1F4A7}${'y'.repeat(3000)}`, resolution: 'z'.repeat(6000) });
    // "Noise - Residential: " has 21 characters; the 200th would be the first half of the drop.
    expect(long.title).toBe(`Noise - Residential: ${'x'.repeat(178)}`);
    expect([long.claim.length, long.resolution.length]).toEqual([2000, 5000]);
    expect(matter({ complaintType: 'c'.repeat(300) }).complaintType).toHaveLength(200);
  });

  it('loses control characters and keeps mojibake', () => {
    expect(matter({ descriptor: 'a\u0000b\u0007\tc\nd' }).claim).toBe('a b  c d');
    expect(matter({ complaintType: 'Caf\uFFFD' }).complaintType).toBe('Caf\uFFFD');
  });

  it('does without descriptor, board and closed date', () => {
    expect(matter({ descriptor: '', communityBoard: '', closedDate: '' })).toMatchObject({
      title: 'Noise - Residential',
      claim: 'Noise - Residential',
      board: '',
    });
  });

  it('is closed before it was created without complaint', () => {
    expect(matter({ closedDate: '01/01/1900 12:00:00 AM' }).target).toBe('closed');
  });

  it.each<[Partial<Cells>, string]>([
    [{ uniqueKey: ' ' }, 'Unique Key'],
    [{ uniqueKey: '1'.repeat(101) }, 'Unique Key'],
    [{ agency: '' }, 'Agency'],
    [{ complaintType: '' }, 'Complaint Type'],
    [{ createdDate: '' }, 'Created Date'],
    [{ createdDate: '02/30/2018 10:00:00 AM' }, 'Created Date 不是有效日期 / is no date: 02/30/2018 10:00:00 AM'],
    [{ closedDate: '13/45/2018' }, 'Closed Date 不是有效日期 / is no date: 13/45/2018'],
    [{ createdDate: '11/24/2026 12:00:01 PM' }, 'in the future'],
  ])('is rejected in words for %j', (change, words) => {
    expect(reason(change)).toContain(words);
  });
});

describe('dates', () => {
  it.each([
    ['06/26/2018 10:58:54 AM', '2018-06-26T10:58:54+08:00'],
    ['06/26/2018 12:50:01 PM', '2018-06-26T12:50:01+08:00'],
    ['06/26/2018 12:00:00 AM', '2018-06-26T00:00:00+08:00'],
    ['6/2/2018 1:05 pm', '2018-06-02T13:05:00+08:00'],
    ['02/29/2016', '2016-02-29T00:00:00+08:00'],
    ['06/26/2018 23:05', '2018-06-26T23:05:00+08:00'],
    ['2018-06-26T10:58:54.000', '2018-06-26T10:58:54+08:00'],
    ['02/29/2018 01:00:00 AM', undefined],
    ['06/31/2018', undefined],
    ['06/26/2018 13:00:00 PM', undefined],
    ['06/26/2018 00:10:00 AM', undefined],
    ['06/26/2018 24:10', undefined],
    ['06/26/2018 10:60:00 AM', undefined],
    ['yesterday', undefined],
    ['43277', undefined],
  ])('%s is %s', (text, expected) => {
    expect(instantOf(text)).toBe(expected);
  });
});

describe('statuses', () => {
  it.each([
    ['Closed', 'closed'],
    ['CLOSED', 'closed'],
    ['In Progress', 'handling'],
    ['Started', 'handling'],
    ['Assigned', 'assigned'],
    ['Open', 'assigned'],
    ['Pending', 'assigned'],
    ['Email Sent', 'assigned'],
    ['Unspecified', 'assigned'],
    ['', 'assigned'],
    ['never heard of', 'assigned'],
  ])('%s goes as far as %s', (status, target) => {
    expect(targetOf(status)).toBe(target);
  });
});

describe('codes', () => {
  it('of units are the agency in small letters, with a hash where it is more than letters and digits', () => {
    expect(unitCodeOf('NYPD')).toBe('nyc-nypd');
    expect(unitCodeOf('3-1-1')).toMatch(/^nyc-3-1-1-[0-9a-f]{12}$/);
    expect(unitCodeOf('nypd')).not.toBe(unitCodeOf('NYPD'));
  });

  it('of items are readable, bounded and different for different texts', () => {
    expect(itemCodeOf('Noise - Street/Sidewalk')).toMatch(/^nyc-noise-street-sidewalk-[0-9a-f]{12}$/);
    const alike = ['Noise Street Sidewalk', 'NOISE - STREET/SIDEWALK', 'Noise - Street/Sidewalk', '噪音', '"><', '%%'];
    const codes = alike.map(itemCodeOf);
    expect(new Set(codes).size).toBe(alike.length);
    for (const code of [...codes, itemCodeOf('Ä'.repeat(300))]) {
      expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(code.length).toBeLessThanOrEqual(64);
    }
  });
});

describe('community boards', () => {
  it('have a slot each, the boards of a borough in a row', () => {
    expect(
      ['Unspecified MANHATTAN', '01 MANHATTAN', '12 BRONX', '09 QUEENS', '95 STATEN ISLAND'].map(boardSlotOf),
    ).toEqual([100, 101, 212, 409, 595]);
    expect(boardSlotOf('somewhere')).toBeLessThan(100);
  });

  const communities = Array.from({ length: 1250 }, (_, index) => `41010${String(index + 1_000_000)}`);

  it('stand for communities in the order of their codes, each for one of its own', () => {
    const rule = new GridRule({ city: '4101', communities: [...communities].reverse() });
    // 1250 communities for 600 slots: every second one.
    expect(rule.gridOf('09 QUEENS')).toBe(communities[818]);
    const boards = ['MANHATTAN', 'BRONX', 'BROOKLYN', 'QUEENS', 'STATEN ISLAND'].flatMap((borough) =>
      [...Array(100).keys()].map((number) => `${String(number).padStart(2, '0')} ${borough}`),
    );
    expect(new Set(boards.map((board) => rule.gridOf(board))).size).toBe(500);
  });

  it('that are unspecified are the city, and so is every board where there are no communities', () => {
    const rule = new GridRule({ city: '4101', communities });
    expect([rule.gridOf('0 Unspecified'), rule.gridOf('')]).toEqual(['4101', '4101']);
    expect(new GridRule({ city: '4101', communities: [] }).gridOf('09 QUEENS')).toBe('4101');
  });

  it('share communities where there are few', () => {
    const few = new GridRule({ city: '4101', communities: communities.slice(0, 10) });
    expect(few.gridOf('09 QUEENS')).toBe(communities[9]);
  });
});
