import { AutoComplete, Input, InputNumber, Radio, Rate, Select } from 'antd';
import { useLanguage } from '../language/language';
import { usePostsOf } from '../reference/reference-data';
import { UnitSelect } from '../reference/unit-select';
import { countsExactTime, useRulePack } from '../rules/rules-data';
import { type CaseView, useSuggestions } from './case';
import { useClockName } from './clock-name';
import type { CommandField } from './command-fields';
import { EvidenceInput } from './evidence-input';
import { stageText } from './process-texts';

interface CommandInputProperties {
  readonly field: CommandField;
  /** The case, where the person may see all of it; a petitioner sees less and has no field that needs it. */
  readonly about?: CaseView;
  /** What the form holds in the fields that this one depends on. */
  readonly unit?: string;
  readonly clockId?: string;
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (value: unknown) => void;
}

/** The input of one field of a command. Its form item gives it id, value and onChange. */
export function CommandInput({ field, about, unit, clockId, ...controlled }: CommandInputProperties) {
  const { say, of } = useLanguage();
  const given: object = controlled;
  switch (field.kind) {
    case 'text':
      return <Input {...given} maxLength={field.most} />;
    case 'long-text':
      return <Input.TextArea {...given} rows={4} maxLength={field.most} showCount />;
    case 'unit':
      return <UnitSelect {...given} />;
    case 'handler':
      return <HandlerSelect {...given} unit={unit} />;
    case 'evidence':
      return <EvidenceInput id={controlled.id} onChange={controlled.onChange} />;
    case 'yes-or-no':
      return (
        <Radio.Group
          {...given}
          options={[
            { value: true, label: say('answer.satisfied') },
            { value: false, label: say('answer.not-satisfied') },
          ]}
        />
      );
    case 'date':
      return <Input {...given} type="date" />;
    case 'choice':
      return <Radio.Group {...given} options={field.options?.map(({ value, text }) => ({ value, label: of(text) }))} />;
    case 'ground':
      return about && <GroundSelect {...given} about={about} />;
    case 'score':
      return <Rate {...given} />;
    case 'case':
      return about && <CaseNumberInput {...given} about={about} />;
    case 'extension':
      return about && <ExtensionInput {...given} about={about} clockId={clockId} />;
    case 'running-clock':
    case 'suspended-clock':
      return (
        about && (
          <ClockSelect {...given} about={about} status={field.kind === 'running-clock' ? 'running' : 'suspended'} />
        )
      );
  }
}

/** Somebody on a handler's post of the chosen unit; nobody is chosen where the unit decides itself. */
function HandlerSelect({ unit, ...controlled }: { readonly unit?: string; readonly id?: string }) {
  const { say } = useLanguage();
  const { data } = usePostsOf(unit, 'unit-handler');
  const posts = (data ?? []).filter((post) => post.person !== undefined);
  return (
    <Select
      {...controlled}
      allowClear
      disabled={unit === undefined}
      placeholder={say(unit === undefined ? 'handler.unit-first' : 'handler.anyone')}
      notFoundContent={say('handler.none')}
      options={posts.map(({ person, name }) => ({ value: person, label: `${name} · ${person}` }))}
    />
  );
}

/** The number of another case; what looks like the same matter is offered. */
function CaseNumberInput({ about, ...controlled }: { readonly about: CaseView; readonly id?: string }) {
  const { say, of } = useLanguage();
  const { data } = useSuggestions(about.number);
  return (
    <AutoComplete
      {...controlled}
      placeholder={say('case.number-example')}
      options={data?.similar.map(({ number, kind, title, stage }) => ({
        value: number,
        label: (
          <span className="option">
            <span>{title}</span>
            <span className="soft">
              {number} · {of(stageText(kind, stage))}
            </span>
          </span>
        ),
      }))}
    />
  );
}

/** The grounds of refusal that the rules of the case have. */
function GroundSelect({ about, ...controlled }: { readonly about: CaseView; readonly id?: string }) {
  const { of } = useLanguage();
  const { data: pack } = useRulePack(about.rulePack);
  return (
    <Select
      {...controlled}
      options={pack?.petition?.refusals.map(({ id, text, article }) => ({
        value: id,
        label: `${of(text)}（${article}）`,
      }))}
    />
  );
}

/** The clocks of the case that a command may name. */
function ClockSelect({
  about,
  status,
  ...controlled
}: {
  readonly about: CaseView;
  readonly status: string;
  readonly id?: string;
}) {
  const nameOf = useClockName(about.rulePack);
  return (
    <Select
      {...controlled}
      options={about.clocks
        .filter((clock) => clock.status === status)
        .map((clock) => ({ value: clock.id, label: nameOf(clock) }))}
    />
  );
}

interface ExtensionInputProperties {
  readonly about: CaseView;
  readonly clockId?: string;
  readonly id?: string;
  readonly value?: number | string;
  readonly onChange?: (value: number | string | undefined) => void;
}

/** How much longer: days, or hours (as an ISO 8601 duration) for a clock that counts exact time. */
function ExtensionInput({ about, clockId, id, value, onChange }: ExtensionInputProperties) {
  const { say } = useLanguage();
  const { data: pack } = useRulePack(about.rulePack);
  const kind = about.clocks.find((clock) => clock.id === clockId)?.kind ?? '';
  const exact = countsExactTime(pack, kind);
  const most = pack?.clocks.find((clock) => clock.id === kind)?.extension?.maxDays;
  const shown = typeof value === 'string' ? Number(/^PT(\d+)H$/.exec(value)?.[1]) : value;
  return (
    <InputNumber
      id={id}
      min={1}
      max={typeof most === 'number' ? most : 366}
      precision={0}
      value={shown}
      onChange={(entered) => onChange?.(entered === null ? undefined : exact ? `PT${entered}H` : entered)}
      suffix={say(exact ? 'unit.hours' : 'unit.days')}
    />
  );
}
