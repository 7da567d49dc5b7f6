import { AimOutlined } from '@ant-design/icons';
import { App, Button, Form, InputNumber, Radio } from 'antd';
import { useLanguage } from '../language/language';
import { GridSelect } from '../reference/grid-select';
import { useGridsAt } from '../reference/reference-data';
import { useSettled } from '../shown/use-settled';

/** The fields of a place as a form holds them. */
export interface PlaceFields {
  readonly placeBy: 'grid' | 'point';
  readonly gridCode?: string;
  readonly lon?: number | null;
  readonly lat?: number | null;
}

/** Where it is: a grid by its name, or a point on the map. Fields of the form around it. */
export function PlaceInput() {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const form = Form.useFormInstance<PlaceFields>();
  const by = Form.useWatch('placeBy', form);
  const locate = () => {
    if (!('geolocation' in navigator)) return void message.error(say('place.not-located'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        form.setFieldsValue({ lon: Number(coords.longitude.toFixed(6)), lat: Number(coords.latitude.toFixed(6)) }),
      () => void message.error(say('place.not-located')),
      { timeout: 10_000 },
    );
  };
  const required = [{ required: true, message: say('field.required') }];
  return (
    <fieldset className="plain-fieldset">
      <legend>{say('field.place')}</legend>
      <Form.Item name="placeBy" noStyle>
        <Radio.Group
          aria-label={say('field.place')}
          options={[
            { value: 'grid', label: say('place.by-grid') },
            { value: 'point', label: say('place.by-point') },
          ]}
        />
      </Form.Item>
      {by === 'point' ? (
        <>
          <div className="in-a-row">
            <Form.Item name="lon" label={say('field.lon')} rules={required}>
              <InputNumber min={-180} max={180} precision={6} placeholder="113.665000" />
            </Form.Item>
            <Form.Item name="lat" label={say('field.lat')} rules={required}>
              <InputNumber min={-90} max={90} precision={6} placeholder="34.757000" />
            </Form.Item>
            <Button icon={<AimOutlined />} onClick={locate}>
              {say('place.locate')}
            </Button>
          </div>
          <GridsThere />
        </>
      ) : (
        <Form.Item name="gridCode" label={say('field.gridCode')} rules={required} extra={say('place.grid-hint')}>
          <GridSelect />
        </Form.Item>
      )}
    </fieldset>
  );
}

/** The grids that a point lies in, so that a slip of the pen shows before it is sent. */
function GridsThere() {
  const { say } = useLanguage();
  const form = Form.useFormInstance<PlaceFields>();
  const lon = useSettled(Form.useWatch('lon', form));
  const lat = useSettled(Form.useWatch('lat', form));
  const there = typeof lon === 'number' && typeof lat === 'number' ? { lon, lat } : undefined;
  const { data } = useGridsAt(there);
  if (!there || !data) return null;
  return (
    <p role="status" className={data.length === 0 ? 'warning' : 'soft'}>
      {data.length === 0
        ? say('place.outside')
        : say('place.found', {
            names: data
              .toReversed()
              .map((grid) => grid.name)
              .join(' › '),
          })}
    </p>
  );
}
