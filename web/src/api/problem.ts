/** RFC 9457 problem+json as the server writes it. `type` is the contract; `title` and `detail` are for the person. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  request_id?: string;
  errors?: { pointer: string; detail: string }[];
}

/** The server refused, in words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
  get status(): number {
    return this.problem.status;
  }
}

/** No answer came: the network, the server or the time limit. Nothing is known about what happened there. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export async function refusalFrom(response: Response): Promise<Refusal> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    return new Refusal({
      type: body.type ?? 'about:blank',
      title: body.title ?? response.statusText,
      status: body.status ?? response.status,
      detail: body.detail,
      request_id: body.request_id ?? response.headers.get('x-request-id') ?? undefined,
      errors: body.errors,
    });
  } catch {
    return new Refusal({
      type: 'about:blank',
      title: response.statusText || String(response.status),
      status: response.status,
    });
  }
}
