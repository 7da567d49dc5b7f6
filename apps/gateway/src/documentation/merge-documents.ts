export interface OpenApi {
  readonly openapi?: string;
  readonly info?: object;
  readonly paths?: Readonly<Record<string, unknown>>;
  readonly tags?: readonly { name: string }[];
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * One document of many. A component that two of them name alike but describe differently is renamed with its service's name,
 * together with everything that refers to it.
 * @param shown whether a path is reachable through the front door
 */
export function mergeDocuments(
  base: OpenApi,
  documents: Readonly<Record<string, OpenApi>>,
  shown: (path: string) => boolean,
): OpenApi {
  const paths: Record<string, unknown> = { ...base.paths };
  const components: Record<string, Record<string, unknown>> = Object.fromEntries(
    Object.entries(base.components ?? {}).map(([kind, named]) => [kind, { ...named }]),
  );
  const tags = new Map((base.tags ?? []).map((tag) => [tag.name, tag]));
  for (const [service, document] of Object.entries(documents)) {
    const renamed = renaming(service, document, components);
    const rewrite = <T>(part: T): T => rewriteReferences(part, renamed);
    for (const [path, operations] of Object.entries(document.paths ?? {}))
      if (shown(path) && !(path in paths)) paths[path] = rewrite(operations);
    for (const [kind, named] of Object.entries(document.components ?? {})) {
      const target = (components[kind] ??= {});
      for (const [name, part] of Object.entries(named))
        target[renamed.get(reference(kind, name))?.split('/').at(-1) ?? name] ??= rewrite(part);
    }
    for (const tag of document.tags ?? []) if (!tags.has(tag.name)) tags.set(tag.name, tag);
  }
  return { ...base, paths, components, tags: [...tags.values()] };
}

const reference = (kind: string, name: string): string => `#/components/${kind}/${name}`;

function renaming(
  service: string,
  document: OpenApi,
  taken: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const [kind, named] of Object.entries(document.components ?? {})) {
    for (const [name, part] of Object.entries(named)) {
      const other = taken[kind]?.[name];
      if (other !== undefined && JSON.stringify(other) !== JSON.stringify(part)) {
        renamed.set(reference(kind, name), reference(kind, `${service[0]!.toUpperCase()}${service.slice(1)}${name}`));
      }
    }
  }
  return renamed;
}

function rewriteReferences<T>(part: T, renamed: ReadonlyMap<string, string>): T {
  if (renamed.size === 0 || typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((one: unknown) => rewriteReferences(one, renamed)) as T;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      name === '$ref' && typeof value === 'string'
        ? (renamed.get(value) ?? value)
        : rewriteReferences(value as unknown, renamed),
    ]),
  ) as T;
}
