import { AdaptiveGate } from './adaptive-gate.ts';

/** A gate with a clock of its own, and calls that end when told. */
function gateWithCalls(most: number) {
  let time = 0;
  let underway = 0;
  const gate = new AdaptiveGate(most, () => time);
  const call = async (lasts: number, trouble = false) =>
    gate.pass(
      async () => {
        time += lasts;
        return trouble;
      },
      (answer) => answer,
    );
  const held = () => {
    let end = () => {};
    const passed = gate.pass(
      () => {
        underway++;
        return new Promise<void>((resolve) => (end = resolve)).finally(() => underway--);
      },
      () => false,
    );
    return { passed, end: () => end() };
  };
  return { gate, call, held, underway: () => underway };
}

describe('calls under way at once', () => {
  it('are never more than allowed, and each has its turn', async () => {
    const { held, underway } = gateWithCalls(2);
    const calls = [held(), held(), held(), held()];
    const most: number[] = [];
    for (const one of calls) {
      await new Promise(setImmediate);
      most.push(underway());
      one.end();
    }
    await Promise.all(calls.map(({ passed }) => passed));
    expect([most, underway()]).toEqual([[2, 2, 2, 1], 0]);
  });

  it('are halved by a late answer and by trouble, once for calls made together, never to none', async () => {
    const { gate, call } = gateWithCalls(16);
    await call(5_000);
    expect(gate.width).toBe(8);
    await call(100, true);
    expect(gate.width).toBe(8);
    await call(2_500, true);
    expect(gate.width).toBe(4);
    for (let times = 0; times < 5; times++) await call(5_000);
    expect(gate.width).toBe(1);
  });

  it('grow by one for each round of answers in time', async () => {
    const { gate, call } = gateWithCalls(16);
    await call(5_000);
    for (let times = 0; times < 8; times++) await call(100);
    // 8 + 8 × just under 1/8
    expect(gate.width).toBe(8);
    await call(100);
    expect(gate.width).toBe(9);
  });
});
