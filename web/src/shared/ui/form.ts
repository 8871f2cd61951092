import type { UseFormReturnType } from '@mantine/form';
import { useEffect, useMemo } from 'react';

interface FieldError {
  pointer: string;
  detail: string;
}

/** `/body/lines/0/quantity` or `/lines/0/quantity` to the form's own path, `lines.0.quantity`. */
export function fieldPath(pointer: string): string {
  return pointer
    .replace(/^#?\//, '')
    .replace(/^body\//, '')
    .split('/')
    .join('.');
}

/** Puts the server's field errors at the form's fields, and returns those that no field shows. */
export function useFieldErrors<T extends Record<string, unknown>>(
  form: UseFormReturnType<T>,
  refusal: Error | null,
): FieldError[] {
  const errors = useMemo(
    () => (refusal as { problem?: { errors?: FieldError[] } } | null)?.problem?.errors ?? [],
    [refusal],
  );
  const { setErrors } = form;
  useEffect(() => {
    if (errors.length > 0) setErrors(Object.fromEntries(errors.map((one) => [fieldPath(one.pointer), one.detail])));
  }, [errors, setErrors]);
  const top = new Set(Object.keys(form.getValues()));
  return errors.filter((one) => !top.has(fieldPath(one.pointer).split('.')[0] ?? ''));
}
