import { type FilingFields, fieldOfFiling, filingOf } from './filing';

const petition: FilingFields = {
  kind: 'petition',
  matterItem: 'prepaid-card',
  title: ' 预付卡不退 ',
  claims: ['退还预付款', ' ', undefined, '依法查处'],
  petitioners: [undefined, { name: '钱多多 ', phone: '', address: '甲院1号' }, { name: '孙小美' }],
  accused: ['', '某某公司'],
  placeBy: 'grid',
  gridCode: '410105002001',
};

describe('what is filed', () => {
  it('is what was entered, without empty rows and blanks around', () => {
    expect(filingOf(petition)).toEqual({
      kind: 'petition',
      matterItem: 'prepaid-card',
      title: '预付卡不退',
      claims: ['退还预付款', '依法查处'],
      petitioners: [{ name: '钱多多', address: '甲院1号' }, { name: '孙小美' }],
      accused: ['某某公司'],
      location: { gridCode: '410105002001' },
      channel: 'web',
    });
  });

  it('accuses nobody where it is a matter', () => {
    expect(filingOf({ ...petition, kind: 'matter' })).not.toHaveProperty('accused', expect.anything());
  });

  it('has the instant in local time that an officer gives', () => {
    expect(filingOf({ ...petition, channel: 'letter', receivedAt: '2026-11-20T09:00' })).toMatchObject({
      channel: 'letter',
      receivedAt: '2026-11-20T09:00:00+08:00',
    });
  });
});

describe('a problem of the API', () => {
  it('is shown in the row that was sent, whatever empty rows stand before it', () => {
    expect(fieldOfFiling('petitioners.0.phone', petition)).toBe('petitioners.1.phone');
    expect(fieldOfFiling('claims.1', petition)).toBe('claims.3');
    expect(fieldOfFiling('accused.0', petition)).toBe('accused.1');
  });

  it('of the whole list or a plain field stays there', () => {
    expect(fieldOfFiling('petitioners', petition)).toBe('petitioners');
    expect(fieldOfFiling('title', petition)).toBe('title');
  });

  it('of the place is shown where the place is entered', () => {
    expect(fieldOfFiling('location.gridCode', petition)).toBe('gridCode');
    expect(fieldOfFiling('location', { ...petition, placeBy: 'point' })).toBe('lon');
  });
});
