import { maskPeople, unmaskPeople } from './mask';

const ZHANG = { name: '张三', phone: '138-0013-8000', address: '和平路12号3单元401' };
const LI = { name: '李四光', phone: '0371 6788 1234' };

describe('masking petitioners in texts', () => {
  it.each([
    ['张三反映夜间施工', '〔信访人〕反映夜间施工'],
    ['请回电13800138000', '请回电〔信访人电话〕'],
    ['请回电 138 0013 8000。', '请回电 〔信访人电话〕。'],
    ['住在和平路12号3单元401的张三', '住在〔信访人住址〕的〔信访人〕'],
    // Another number that only begins in the same way, and another house in the same street.
    ['票据号138001380009', '票据号138001380009'],
    ['和平路14号门前积水', '和平路14号门前积水'],
    ['没有人', '没有人'],
  ])('%s → %s', (text, masked) => expect(maskPeople(text, [ZHANG])).toBe(masked));

  it('tells several apart', () => {
    expect(maskPeople('李四光和张三，037167881234', [ZHANG, LI])).toBe('〔信访人2〕和〔信访人1〕，〔信访人2电话〕');
  });

  it('goes through everything that is said with an act, and changes nothing else', () => {
    const at = new Date();
    const said = {
      opinion: { facts: '张三所述属实', days: 20 },
      claims: ['退还张三押金', '道歉'],
      done: true,
      none: null,
      at,
    };
    expect(maskPeople(said, [ZHANG])).toEqual({
      opinion: { facts: '〔信访人〕所述属实', days: 20 },
      claims: ['退还〔信访人〕押金', '道歉'],
      done: true,
      none: null,
      at,
    });
  });

  it('leaves what is too short to be told from other words', () => {
    expect(maskPeople('王先生在1号楼，电话110', [{ name: '王', phone: '110', address: '1号' }])).toBe(
      '王先生在1号楼，电话110',
    );
  });

  it('takes names for what they are, not for patterns', () => {
    expect(maskPeople('A.B 与 AxB', [{ name: 'A.B' }])).toBe('〔信访人〕 与 AxB');
    expect(unmaskPeople('〔信访人〕', [{ name: '$& $1' }])).toBe('$& $1');
  });

  it('puts them back for whoever may read them', () => {
    const people = [ZHANG, LI];
    const text = '李四光（037167881234）与住在和平路12号3单元401的张三';
    expect(unmaskPeople(maskPeople(text, people), people)).toBe('李四光（037167881234）与住在和平路12号3单元401的张三');
  });
});
