import { placeName } from './place-name';

const names = new Map([
  ['410105002', '花园路街道'],
  ['4101', '郑州市'],
  ['410105', '金水区'],
]);

describe('placeName', () => {
  it('goes from the district down', () => {
    expect(placeName('410105002001', names)).toBe('金水区 花园路街道');
    expect(placeName('410105', names)).toBe('金水区');
  });

  it('is the city where nothing smaller is known', () => {
    expect(placeName('4101', names)).toBe('郑州市');
  });

  it('is empty for a place elsewhere', () => {
    expect(placeName('110101', names)).toBe('');
  });
});
