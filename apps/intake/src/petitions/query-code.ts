import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Crockford's base 32: no letter that is mistaken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** The code with which a petitioner asks for the case: derived, so that a repeated filing gets the same one and none is stored. */
export function queryCodeOf(number: string, key: string): string {
  const digest = createHmac('sha256', key).update(`query-code/${number}`).digest();
  return Array.from(digest.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** Compares in constant time, whatever is given: hashes are of one length. */
export function isQueryCode(number: string, given: string, key: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(queryCodeOf(number, key)), hash(given.toUpperCase()));
}
