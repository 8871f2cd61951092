import { Button, Group, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { RecipeDocument } from '@/api/wire';
import { parseDecimal, rounded, times } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { NumberField } from '@/shared/ui/NumberField';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { EquipmentChoice } from './choices';
import { duration } from './duration';
import { SheetFigures } from './SheetTab';

interface Line {
  id: string;
  name: string;
  use: string;
  amount: string;
}

function linesOf(recipe: RecipeDocument, use: (use: string) => string): Line[] {
  const when = (where: string, minutes: string | null | undefined) =>
    [use(where), minutes && duration(minutes)].filter(Boolean).join(' · ');
  return [
    ...recipe.fermentables.map((one) => ({
      name: one.name,
      use: use(one.after_boil ? 'after_boil' : 'mash'),
      amount: formatQuantity(one.amount_kg, 'kg'),
    })),
    ...recipe.hops.map((one) => ({
      name: one.name,
      use: when(one.use, one.time_minutes),
      amount: formatQuantity(times(one.amount_kg, '1000'), 'g'),
    })),
    ...recipe.yeasts.map((one) => ({
      name: one.name,
      use: use('primary'),
      amount: formatQuantity(one.amount, one.unit),
    })),
    ...(recipe.miscs ?? []).map((one) => ({
      name: one.name,
      use: when(one.use, one.time_minutes),
      amount: formatQuantity(one.amount, one.unit),
    })),
  ].map((line, place) => ({ ...line, id: `${place}` }));
}

/** Where a recipe's file is to be had; scaled where a volume is named. */
function exportPath(recipeId: string, format: string, query: Record<string, string | undefined>): string {
  const said = Object.entries({ format, ...query }).filter((one): one is [string, string] => Boolean(one[1]));
  return `/v1/recipes/${recipeId}/export?${new URLSearchParams(said)}`;
}

export function ExportButtons({
  recipeId,
  query = {},
}: {
  recipeId: string;
  query?: Record<string, string | undefined>;
}) {
  return (
    <Group gap="sm">
      {(['beerxml', 'beerjson'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={exportPath(recipeId, format, query)}
          download
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {format === 'beerxml' ? 'BeerXML' : 'BeerJSON'}
        </Button>
      ))}
    </Group>
  );
}

/** The recipe over other litres, and on another brewhouse with its gravity and bitterness kept. */
export function ScaleTab({ recipeId, whole }: { recipeId: string; whole: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const [litres, setLitres] = useState(rounded(whole, 2));
  const [equipment, setEquipment] = useState<string>();
  const [asked] = useDebouncedValue(parseDecimal(litres), 300);
  const scaled = useQuery({
    ...question('production', '/v1/recipes/{recipe_id}/scaled', {
      at: { recipe_id: recipeId },
      query: { volume_l: asked ?? '', equipment_id: equipment },
    }),
    enabled: asked !== null,
  });
  const columns: Column<Line>[] = [
    { id: 'name', title: t('recipes.ingredient'), cell: (row) => row.name },
    { id: 'use', title: t('recipes.use'), cell: (row) => row.use, wide: true },
    { id: 'amount', title: t('movements.quantity'), cell: (row) => row.amount, numeric: true },
  ];
  return (
    <Stack gap="md">
      <Panel title={t('sheet.scale')}>
        <p className="quiet" style={{ marginTop: 0 }}>
          {t('sheet.scaleLead')}
        </p>
        <Group align="flex-end" gap="md">
          <NumberField label={t('recipes.volume')} unit="L" value={litres} onChange={setLitres} w={180} />
          <EquipmentChoice
            label={t('sheet.equipment')}
            none={t('sheet.inProportion')}
            value={equipment}
            onChange={setEquipment}
          />
          {asked && <ExportButtons recipeId={recipeId} query={{ volume_l: asked, equipment_id: equipment }} />}
        </Group>
      </Panel>
      {scaled.isLoading && <RowsSkeleton />}
      {scaled.error && <ProblemPanel error={scaled.error} retry={() => void scaled.refetch()} />}
      {scaled.data && (
        <>
          <Panel title={t('sheet.scaledFigures')}>
            <SheetFigures sheet={scaled.data.sheet} />
          </Panel>
          <Panel title={t('recipes.ingredients')} flush>
            <DataTable
              bare
              name={t('recipes.ingredients')}
              rows={linesOf(scaled.data.recipe, (use) => w('uses', use))}
              columns={columns}
              rowId={(row) => row.id}
            />
          </Panel>
        </>
      )}
    </Stack>
  );
}
