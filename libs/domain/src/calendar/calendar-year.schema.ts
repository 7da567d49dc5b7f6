import { z } from 'zod';
import { isWeekend, parseDate } from './local-date';

const dates = (max: number) => z.array(z.string().max(10)).max(max);

/**
 * A year of the calendar as an administrator publishes it: dates of that year, none twice, none both holiday and make-up
 * day, make-up days on Saturdays and Sundays.
 */
export const calendarYearSchema = (year: number) =>
  z
    .strictObject({
      holidays: dates(120),
      makeUpDays: dates(60),
      names: z.record(z.string().max(10), z.string().trim().min(1).max(40)).optional(),
    })
    .superRefine((value, context) => {
      const seen = new Set<string>();
      for (const field of ['holidays', 'makeUpDays'] as const)
        value[field].forEach((date, index) => {
          const refuse = (message: string) => context.addIssue({ code: 'custom', path: [field, index], message });
          const day = parseDate(date);
          if (day === undefined || !date.startsWith(`${year}-`)) return refuse(`a date of ${year}`);
          if (seen.has(date)) refuse('the date stands here already');
          if (field === 'makeUpDays' && !isWeekend(day)) refuse('a make-up working day is a Saturday or a Sunday');
          seen.add(date);
        });
      for (const date of Object.keys(value.names ?? {}))
        if (!seen.has(date))
          context.addIssue({ code: 'custom', path: ['names', date], message: 'a date that is holiday or make-up day' });
    });
