import type { components, paths } from './generated/schema';

export type Schemas = components['schemas'];
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Operation<M extends Method, P extends keyof paths> = paths[P][Lowercase<M>];

/** The paths of the contract that answer to a method. */
export type PathFor<M extends Method> = {
  [P in keyof paths]: Operation<M, P> extends { responses: unknown } ? P : never;
}[keyof paths];

type JsonOf<A> = A extends { content: { 'application/json': infer J } } ? J : undefined;

/** What a call answers with when it succeeds; undefined for 204. */
export type AnswerOf<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { responses: infer R }
    ? R extends { 200: infer A }
      ? JsonOf<A>
      : R extends { 201: infer A }
        ? JsonOf<A>
        : R extends { 202: infer A }
          ? JsonOf<A>
          : undefined
    : never;

/** What fills the braces of a path; undefined when it has none. */
export type PlaceOf<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { parameters: { path: infer X extends object } } ? X : undefined;

export type QueryOf<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { parameters: { query?: infer X } } ? Exclude<X, undefined> : Record<string, never>;

/** A body that the server takes but does not insist on is for clients of before; ours always sends it. */
type BodyOf<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { requestBody?: infer B }
    ? [NonNullable<B>] extends [never]
      ? undefined
      : NonNullable<B> extends { content: { 'application/json': infer X } }
        ? NonNullable<X>
        : undefined
    : undefined;

type Needs<K extends string, T> = undefined extends T ? { [X in K]?: undefined } : { [X in K]: T };

/** One call: method, path, what fills its braces, and its body, as the contract wants them. */
export type Call<M extends Method, P extends PathFor<M>> = { method: M; path: P } & Needs<'at', PlaceOf<M, P>> &
  Needs<'body', BodyOf<M, P>>;

/** The path with its braces filled. */
export function fill(path: string, at: object | undefined): string {
  const places = (at ?? {}) as Record<string, string>;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = places[name];
    if (value === undefined) throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
}
