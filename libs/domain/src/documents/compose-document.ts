import type { DocumentTemplate, Field } from './templates';

export type Fields = Readonly<Partial<Record<Field, string>>>;

/** A piece of a document's body, as it is set. */
export interface Block {
  readonly kind: 'heading' | 'paragraph';
  readonly text: string;
}

export interface Composed {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly signedBy: DocumentTemplate['signedBy'];
}

const PLACEHOLDER = /\{(\w+)\}/g;

const isKnown = (fields: Fields, text: string): boolean =>
  [...text.matchAll(PLACEHOLDER)].every(([, field]) => Boolean(fields[field as Field]));

const fill = (fields: Fields, text: string): string =>
  text.replace(PLACEHOLDER, (_, field: string) => fields[field as Field]!);

/** What the law demands of the document and nobody gave. */
export function missingFields(template: DocumentTemplate, fields: Fields): Field[] {
  return (Object.keys(template.demands) as Field[]).filter((field) => !fields[field]);
}

/** The body of a document. Parts that nobody gave the fields for are left out; see `missingFields` for those that must not be. */
export function composeDocument(template: DocumentTemplate, fields: Fields): Composed {
  const blocks = template.parts.flatMap((part): Block[] => {
    const text = 'heading' in part ? part.text : part.paragraph;
    if (!isKnown(fields, text)) return [];
    const paragraphs = fill(fields, text)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line): Block => ({ kind: 'paragraph', text: line }));
    return 'heading' in part ? [{ kind: 'heading', text: part.heading }, ...paragraphs] : paragraphs;
  });
  return { title: template.title, blocks, signedBy: template.signedBy };
}
