import type { FormInstance } from 'antd';
import { Problem } from './problem';

/** A path in a form, from one in a problem: `petitioners.0.name` → `['petitioners', 0, 'name']`. */
export const pathOf = (field: string): (string | number)[] =>
  field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/**
 * Puts a problem's messages at their fields.
 * @param fieldOf path in the form, from the API's
 * @returns true when every message found a field, so that nothing is left to say elsewhere
 */
export function showFieldProblems(
  form: FormInstance,
  error: unknown,
  fieldOf: (field: string) => string = (field) => field,
): boolean {
  if (!(error instanceof Problem) || error.errors.length === 0) return false;
  const known = new Set(
    Object.keys(form.getFieldsValue(true) as object).concat(Object.keys(form.getFieldsValue() as object)),
  );
  let all = true;
  for (const { field, message } of error.errors) {
    const path = pathOf(fieldOf(field));
    if (!known.has(String(path[0]))) {
      all = false;
      continue;
    }
    const at = form.getFieldInstance(path) === undefined ? path.slice(0, 1) : path;
    form.setFields([{ name: at, errors: [message] }]);
  }
  const [first] = form.getFieldsError().filter((field) => field.errors.length > 0);
  if (first) form.scrollToField(first.name, { block: 'center', focus: true });
  return all;
}
