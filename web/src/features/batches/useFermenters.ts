import { useQuery } from '@tanstack/react-query';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Vessel } from '@/api/wire';
import { formatQuantity } from '@/shared/format/format';

/** The fermenters as choices, with how much each takes; empty for somebody who may not see them. */
export function useFermenters(): { vessels: Vessel[]; choices: { value: string; label: string }[] } {
  const may = useMay();
  const plant = useQuery({ ...question('production', '/v1/vessels'), enabled: may('production.cellar.read') });
  const vessels = (plant.data?.vessels ?? []).filter((vessel) => vessel.kind === 'FERMENTER');
  return {
    vessels,
    choices: vessels.map((vessel) => ({
      value: vessel.id,
      label: `${vessel.code} · ${formatQuantity(vessel.working_max_l, 'L')}`,
    })),
  };
}
