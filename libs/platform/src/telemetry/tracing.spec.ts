import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';
import { currentTraceparent, withTraceparent } from './tracing';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** What the SDK installs, in little. */
class Contexts implements ContextManager {
  private readonly store = new AsyncLocalStorage<Context>();
  active = () => this.store.getStore() ?? ROOT_CONTEXT;
  with = <A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    work: F,
    self?: ThisParameterType<F>,
    ...args: A
  ) => this.store.run(active, () => work.apply(self, args));
  bind = <T>(_active: Context, target: T): T => target;
  enable = () => this;
  disable = () => this;
}

describe('traceparent', () => {
  it('is undefined, and work just runs, when nothing is traced', () => {
    expect(currentTraceparent()).toBeUndefined();
    expect(withTraceparent(PARENT, () => 7)).toBe(7);
  });

  it('goes from a message into what it causes', async () => {
    context.setGlobalContextManager(new Contexts());
    try {
      const carried = await withTraceparent(PARENT, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return currentTraceparent();
      });
      expect(carried).toBe(PARENT);
      expect(currentTraceparent()).toBeUndefined();
      for (const broken of [
        undefined,
        null,
        '',
        '00-00-00-01',
        PARENT.toUpperCase(),
        `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`,
      ]) {
        expect(withTraceparent(broken, currentTraceparent)).toBeUndefined();
      }
    } finally {
      context.disable();
    }
  });
});
