import { DEFAULT_CODE_LENGTHS, parseCodeLengths } from '@wangge/domain/grids/codes';
import { processEnvironment, readEnvironment, serviceEnvironment } from '@wangge/platform/configuration/environment';
import { z } from 'zod';

const schema = processEnvironment.extend({
  ...serviceEnvironment.pick({ DATABASE_URL: true, NATS_URL: true, NATS_USER: true, NATS_PASSWORD: true }).shape,
  /** Digits of a grid code at each level, city first: `4,6,9,12,15`. */
  WANGGE_GRID_CODE_LENGTHS: z
    .string()
    .max(40)
    .transform((text, context) => {
      try {
        return parseCodeLengths(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    })
    .default(DEFAULT_CODE_LENGTHS),
});

export type DispatchEnvironment = z.output<typeof schema>;

let read: DispatchEnvironment | undefined;

/** The environment of this process, read once and refused when wrong. */
export const environment = (): DispatchEnvironment => (read ??= readEnvironment(schema));
