import { z } from 'zod';
import { parseDate } from '../calendar/local-date';
import { isWorkingTime } from '../calendar/working-time';
import { PETITION_ROUTES } from '../cases/petition-file';
import { PETITION_COMMANDS, PETITION_STAGES } from '../cases/petition.process';
import { CLOCK_UNITS, RUNG_TARGETS } from '../clocks/clock-rule';
import { parseDuration } from '../clocks/duration';
import { exactAmount, isDays, isExact } from '../clocks/measures';
import { ANSWERED_TO_THE_END, PETITION_NOTICES } from './petition-rules';

const id = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by hyphens');
const words = (max: number) => z.string().trim().min(1).max(max);
const text = z.strictObject({ zh: words(500), en: words(500) });
const date = z
  .string()
  .max(10)
  .refine((value) => parseDate(value) !== undefined, 'a date YYYY-MM-DD');
const duration = z
  .string()
  .max(40)
  .refine(
    (value) => parseDuration(value) !== undefined,
    'an ISO 8601 duration of weeks or of days, hours, minutes and seconds, at most 10 years',
  );

const rung = z.strictObject({
  id,
  after: duration,
  to: z.enum(RUNG_TARGETS),
  within: duration,
  accountability: z.boolean().optional(),
  text,
});

const extension = z.strictObject({
  maxDays: z.union([z.int().min(1).max(3660), duration]),
  times: z.int().min(1).max(20),
  approvedBy: words(200),
  article: words(200),
});

const distinct = (values: readonly { readonly id: string }[]) =>
  new Set(values.map((value) => value.id)).size === values.length;

const clock = z
  .strictObject({
    id,
    unit: z.enum(CLOCK_UNITS),
    amount: z.union([z.number().positive().max(100_000), z.string().max(40)]),
    startsOn: words(100),
    article: words(200),
    text,
    rollToWorkingDay: z.boolean().optional(),
    extension: extension.optional(),
    warnings: z.array(duration).max(10).optional(),
    onExpiry: z.array(rung).max(10).refine(distinct, 'ids of rungs are distinct'),
  })
  .superRefine((rule, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    const most = rule.extension?.maxDays;
    if (isExact(rule.unit)) {
      const length = exactAmount(rule.unit, rule.amount);
      if (length === undefined || length <= 0)
        refuse(
          ['amount'],
          'an ISO 8601 duration longer than nothing, at most 10 years; hours and less for workingHour',
        );
      if (typeof most === 'string' && exactAmount(rule.unit, most) === undefined)
        refuse(['extension', 'maxDays'], 'days, or an ISO 8601 duration; hours and less for workingHour');
      if (rule.rollToWorkingDay) refuse(['rollToWorkingDay'], 'only for clocks that count days');
    } else {
      if (!isDays(rule.amount) || rule.amount === 0) refuse(['amount'], 'whole days from 1 to 3660');
      if (typeof most === 'string') refuse(['extension', 'maxDays'], 'a number of days');
    }
  });

const cited = <Id extends z.ZodType<string>>(ids: Id) => z.strictObject({ id: ids, article: words(200), text });

/** Every route has its entry, so that nobody chooses one that the rules say nothing of. */
const petition = z.strictObject({
  stages: z
    .array(cited(z.enum(PETITION_STAGES)))
    .min(1)
    .max(100)
    .refine(distinct, 'stages are distinct'),
  routes: z
    .array(cited(z.enum(PETITION_ROUTES)))
    .length(PETITION_ROUTES.length)
    .refine(distinct, 'routes are distinct'),
  refusals: z
    .array(cited(id))
    .min(1)
    .max(50)
    .refine(distinct, 'grounds are distinct')
    .refine(
      (grounds) => grounds.some((ground) => ground.id === ANSWERED_TO_THE_END),
      `one of the grounds is ${ANSWERED_TO_THE_END}`,
    ),
  decisions: z
    .array(cited(z.enum(PETITION_COMMANDS)).extend({ by: text }))
    .max(100)
    .refine(distinct, 'decisions are distinct'),
  notices: z
    .array(cited(z.enum(PETITION_NOTICES)).extend({ contains: z.array(words(64)).min(1).max(30) }))
    .max(50)
    .refine(distinct, 'notices are distinct'),
  jointVisit: z.strictObject({ most: z.int().min(1).max(50), article: words(200), text }),
});

/** A whole rule pack, as an administrator posts it. Everything is bounded; unknown fields are refused. */
export const rulePackSchema = z
  .strictObject({
    id,
    version: z.int().min(1).max(1_000_000),
    title: z.strictObject({ zh: words(200), en: words(200) }),
    validFrom: date,
    validTo: date.optional(),
    statutes: z.array(words(200)).min(1).max(50),
    retroactive: z.boolean().optional(),
    workingTime: z
      .array(z.strictObject({ from: z.string().max(5), to: z.string().max(5) }))
      .max(10)
      .refine(isWorkingTime, 'spans HH:MM–HH:MM in order, apart and not empty'),
    clocks: z.array(clock).min(1).max(100).refine(distinct, 'ids of clocks are distinct'),
    petition: petition.optional(),
  })
  .refine((pack) => pack.validTo === undefined || pack.validTo >= pack.validFrom, {
    path: ['validTo'],
    message: 'not before validFrom',
  });
