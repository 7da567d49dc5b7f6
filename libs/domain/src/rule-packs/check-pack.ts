import { isExact } from '../clocks/measures';
import type { Text } from '../clocks/clock-rule';
import { processStages } from '../cases/processes';
import type { RulePack } from './rule-pack';

/** Why a version may not be published, beside its shape (`rulePackSchema`). */
export interface PackFault {
  /** Path in the pack, `clocks.2.startsOn`. */
  readonly field: string;
  readonly code: string;
  readonly message: Text;
}

/**
 * What is wrong with a version that somebody wants to publish, all of it at once.
 * @param published every version of every pack that is published
 */
export function faultsOf(pack: RulePack, published: readonly RulePack[]): PackFault[] {
  const versions = published.filter((one) => one.id === pack.id && one.version !== pack.version);
  const latest = versions.reduce<RulePack | undefined>(
    (found, one) => (found && found.version > one.version ? found : one),
    undefined,
  );
  const events = new Set([
    ...published.flatMap((one) => one.clocks.map((clock) => clock.startsOn)),
    ...processStages(),
  ]);
  return [
    ...(latest ? againstLatest(pack, latest) : []),
    ...pack.clocks.flatMap(({ startsOn }, index): PackFault[] =>
      events.has(startsOn)
        ? []
        : [
            {
              field: `clocks.${index}.startsOn`,
              code: 'unknown_stage',
              message: { zh: `没有“${startsOn}”这一环节或事件`, en: `there is no stage or event “${startsOn}”` },
            },
          ],
    ),
    ...(pack.retroactive
      ? versions.filter((one) => one.version < pack.version).flatMap((one) => ofOpenCases(pack, one))
      : []),
  ];
}

function againstLatest(pack: RulePack, latest: RulePack): PackFault[] {
  const faults: PackFault[] = [];
  if (pack.version <= latest.version)
    faults.push({
      field: 'version',
      code: 'not_increasing',
      message: {
        zh: `版本号应大于已发布的第${latest.version}版`,
        en: `a version above ${latest.version}, which is published`,
      },
    });
  else if (pack.validFrom < latest.validFrom)
    faults.push({
      field: 'validFrom',
      code: 'before_previous',
      message: {
        zh: `不得早于第${latest.version}版的生效日期${latest.validFrom}`,
        en: `not before ${latest.validFrom}, when version ${latest.version} comes into force`,
      },
    });
  return faults;
}

/** A retroactive version is also the law of clocks that run already: each of them must be found in it and still be countable. */
function ofOpenCases(pack: RulePack, earlier: RulePack): PackFault[] {
  return earlier.clocks.flatMap((before): PackFault[] => {
    const index = pack.clocks.findIndex((clock) => clock.id === before.id);
    if (index < 0)
      return [
        {
          field: 'clocks',
          code: 'missing_clock',
          message: {
            zh: `溯及在办事项的版本缺少第${earlier.version}版的时限“${before.id}”`,
            en: `a retroactive version needs the clock “${before.id}” of version ${earlier.version}`,
          },
        },
      ];
    if (isExact(pack.clocks[index]!.unit) === isExact(before.unit)) return [];
    return [
      {
        field: `clocks.${index}.unit`,
        code: 'other_measure',
        message: {
          zh: `第${earlier.version}版以${before.unit}计，溯及在办事项的版本不能在按日与按时之间改变`,
          en: `version ${earlier.version} counts ${before.unit}; a retroactive version cannot change between days and exact time`,
        },
      },
    ];
  });
}
