import { parseInstant } from '@wangge/domain/calendar/local-date';
import { createZodValidationPipe } from 'nestjs-zod';
import { z } from 'zod';
import type { Language } from '../messages/catalogue';
import { platformMessages } from '../messages/platform-messages';
import type { FieldError } from './problem';

/** The global pipe: parameters typed with a `createZodDto` class are parsed, a `ZodError` goes to the problem filter. */
export const ValidationPipe = createZodValidationPipe({ createValidationException: (error) => error as Error });

/** No answer repeats more wrong fields than this, however many the input has. */
const MOST_ERRORS = 100;

/** Every wrong field of a failed parse, in the asked language. */
export function fieldErrorsOf(error: z.core.$ZodError, language: Language): FieldError[] {
  const found: FieldError[] = [];
  for (const issue of error.issues) collect(issue, [], language, found);
  return found;
}

function collect(
  issue: z.core.$ZodIssue,
  parents: readonly PropertyKey[],
  language: Language,
  into: FieldError[],
): void {
  if (into.length >= MOST_ERRORS) return;
  const path = [...parents, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys.slice(0, MOST_ERRORS - into.length)) {
      into.push({
        field: [...path, key.slice(0, 100)].join('.'),
        code: 'unrecognized_key',
        message: platformMessages.say('field.unknown', language),
      });
    }
  } else if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The alternative that came nearest says what to correct.
    const nearest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
    for (const inner of nearest) collect(inner, path, language, into);
  } else {
    into.push({ field: path.join('.'), code: issue.code, message: messageOf(issue, language) });
  }
}

const locales = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/**
 * A schema's own message stands (it may be a key of the catalogue); zod's usual one, English at this point, is said anew
 * in the asked language. An issue no longer has its input, so that types are named by our own catalogue.
 */
function messageOf(issue: z.core.$ZodIssue, language: Language): string {
  const { message } = issue;
  if (platformMessages.has(message)) return platformMessages.say(message, language);
  if (issue.code === 'invalid_type' && message.startsWith('Invalid input')) {
    if (message.endsWith('received undefined')) return platformMessages.say('field.missing', language);
    const expected = `field.${issue.expected}`;
    return platformMessages.say(platformMessages.has(expected) ? expected : 'field.wrong', language);
  }
  if (issue.code === 'invalid_format' && issue.format === 'regex' && message.startsWith('Invalid string')) {
    return platformMessages.say('field.wrong', language);
  }
  const raw = { ...issue, input: undefined } as z.core.$ZodRawIssue;
  return message === textOf(locales.en(raw)) ? (textOf(locales[language](raw)) ?? message) : message;
}

const textOf = (message: ReturnType<z.core.$ZodErrorMap>): string | undefined =>
  typeof message === 'string' ? message : message?.message;

/** A bounded line or text of people: no control characters (PostgreSQL stores no NUL), not blank, trimmed. */
export const boundedText = (most: number, least = 1) =>
  z
    .string()
    .trim()
    .min(least, least === 1 ? 'text.blank' : undefined)
    .max(most)
    .refine((text) => !CONTROL.test(text), 'text.control-characters');

/** NUL, which PostgreSQL stores not, and its kin; tab and line ends stand in letters. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** An instant with offset, of 1970 or later: whatever PostgreSQL could not read is refused as a wrong field. */
export const instantField = z
  .string()
  .max(40)
  .refine((text) => (parseInstant(text) ?? -1) >= 0, 'field.wrong');
