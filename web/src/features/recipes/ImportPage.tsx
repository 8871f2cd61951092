import { Button, Group, Loader, Progress, SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCopy, IconFileImport, IconTool } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/session';
import type { RecipeImport } from '@/api/wire';
import { sendCommand } from '@/offline/commands';
import { inBase64, LARGEST_FILE } from '@/shared/format/files';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { dropped, recipesAmong } from './files';
import classes from './Recipes.module.css';

interface Sent {
  id: number;
  file: File;
  result?: RecipeImport;
  error?: Error;
}

const ACCEPT = '.bsmx,.xml,.json,.beerxml,.beerjson,application/xml,text/xml,application/json';
let count = 0;

type Shown = 'all' | 'imported' | 'repaired' | 'refused';

/** Whether a file's result is among those that the person wants to see. */
function shows(one: Sent, shown: Shown): boolean {
  if (shown === 'refused') return one.error !== undefined || (one.result?.refused.length ?? 0) > 0;
  if (shown === 'repaired') return one.result?.imported.some((recipe) => recipe.repairs.length > 0) ?? false;
  return shown === 'all' || (one.result?.imported.length ?? 0) > 0;
}

/** Recipe files in, as many as one has; each tells what was read, what had to be repaired, and what was refused. */
export function ImportPage() {
  const { t } = useTranslation();
  const w = useWord();
  const client = useQueryClient();
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState<Sent[]>([]);
  const [shown, setShown] = useState<Shown>('all');

  async function send(one: Sent) {
    const settle = (patch: Partial<Sent>) =>
      setSent((before) => before.map((each) => (each.id === one.id ? { ...each, ...patch } : each)));
    settle({ result: undefined, error: undefined });
    try {
      if (one.file.size > LARGEST_FILE) throw new Error(t('recipes.tooBig'));
      const result = await sendCommand({
        method: 'POST',
        path: '/v1/recipe-imports',
        personId: session.person.id,
        label: t('recipes.importing', { name: one.file.name }),
        body: { file_name: one.file.name, content_base64: await inBase64(one.file) },
      });
      settle({ result });
    } catch (error) {
      settle({ error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  function take(files: Iterable<File>) {
    const fresh = [...files].map((file) => {
      count += 1;
      return { id: count, file };
    });
    setSent((before) => [...fresh, ...before]);
    void (async () => {
      // One after another: the results arrive in the order in which the files were given.
      for (const one of fresh) await send(one);
      await client.invalidateQueries({ queryKey: ['production'] });
    })();
  }

  const recipes = sent.flatMap((one) => one.result?.imported ?? []);
  const done = sent.filter((one) => one.result || one.error).length;
  const refused = sent.reduce((sum, one) => sum + (one.result?.refused.length ?? (one.error ? 1 : 0)), 0);
  return (
    <>
      <PageHeader
        title={t('recipes.import')}
        eyebrow={<Link to="/recipes">{t('recipes.title')}</Link>}
        lead={t('recipes.importLead')}
      >
        {recipes.length > 0 && (
          <Button component={Link} to="/matching">
            {t('recipes.nextMatch')}
          </Button>
        )}
      </PageHeader>
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void dropped(event.dataTransfer.items).then(take);
        }}
      >
        <IconFileImport size={46} stroke={1.4} aria-hidden color="var(--action)" />
        <strong>{t('recipes.drop')}</strong>
        <p className="quiet">{t('recipes.formats')}</p>
        <Group gap="sm" justify="center">
          <Button onClick={() => input.current?.click()}>{t('recipes.choose')}</Button>
          <Button variant="default" onClick={() => folder.current?.click()}>
            {t('recipes.chooseFolder')}
          </Button>
        </Group>
        <input
          ref={folder}
          type="file"
          hidden
          data-recipe-folder
          {...{ webkitdirectory: '' }}
          onChange={(event) => {
            take(recipesAmong(event.currentTarget.files ?? []));
            event.currentTarget.value = '';
          }}
        />
        <input
          ref={input}
          type="file"
          accept={ACCEPT}
          multiple
          hidden
          data-recipe-files
          onChange={(event) => {
            take(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {sent.length > 1 && (
        <>
          <p className={classes.summary} role="status">
            {t('recipes.summary', {
              done,
              files: sent.length,
              imported: recipes.filter((one) => !one.known).length,
              known: recipes.filter((one) => one.known).length,
              repaired: recipes.filter((one) => one.repairs.length > 0).length,
              refused,
            })}
          </p>
          {done < sent.length && (
            <Progress value={(100 * done) / sent.length} aria-label={t('recipes.progress')} animated />
          )}
          <SegmentedControl
            mt="sm"
            aria-label={t('ui.view')}
            value={shown}
            onChange={(value) => setShown(value as Shown)}
            data={(['all', 'imported', 'repaired', 'refused'] as const).map((one) => ({
              value: one,
              label: w('importViews', one),
            }))}
          />
        </>
      )}
      <ul className={classes.files} aria-live="polite">
        {sent
          .filter((one) => shows(one, shown))
          .map((one) => (
            <li key={one.id}>
              <Panel
                title={one.file.webkitRelativePath || one.file.name}
                aside={!one.result && !one.error ? <Loader size={20} /> : undefined}
              >
                {one.error && <ProblemPanel error={one.error} retry={() => void send(one)} />}
                {one.result?.imported.map((recipe) => (
                  <div key={recipe.recipe_id}>
                    <Group gap="sm">
                      {recipe.known ? (
                        <StateBadge tone="info" icon={IconCopy}>
                          {t('recipes.known')}
                        </StateBadge>
                      ) : (
                        <StateBadge tone="well" icon={IconCircleCheck}>
                          {t('recipes.read')}
                        </StateBadge>
                      )}
                      <Link to="/recipes/$recipeId" params={{ recipeId: recipe.recipe_id }}>
                        {recipe.name}
                      </Link>
                      <span className="quiet">{t('recipes.versionShort', { version: recipe.version })}</span>
                      {recipe.repairs.length > 0 && (
                        <StateBadge tone="soon" icon={IconTool}>
                          {t('recipes.repairs', { count: recipe.repairs.length })}
                        </StateBadge>
                      )}
                    </Group>
                    {recipe.repairs.length > 0 && (
                      <ul className={classes.repairs}>
                        {recipe.repairs.map((repair) => (
                          <li key={`${repair.path}-${repair.code}-${repair.line}`}>
                            {repair.line !== null && (
                              <span className="quiet">{t('recipes.line', { line: repair.line })} </span>
                            )}
                            {w('repairWords', repair.code)} <span className="quiet">{repair.path}:</span> {repair.found}
                            {repair.used && ` → ${repair.used}`}
                          </li>
                        ))}
                      </ul>
                    )}
                  </div>
                ))}
                {one.result?.refused.map((refusal, index) => (
                  <div key={`${refusal.code}-${index}`} style={{ marginTop: 8 }}>
                    <Group gap="sm" align="flex-start">
                      <StateBadge tone="act" icon={IconAlertTriangle}>
                        {t('recipes.refused')}
                      </StateBadge>
                      <span>
                        {refusal.name && <strong>{refusal.name}: </strong>}
                        {w('refusalWords', refusal.code)} <span className="quiet">{refusal.reason}</span>
                        {refusal.line !== null && (
                          <span className="quiet"> ({t('recipes.line', { line: refusal.line })})</span>
                        )}
                      </span>
                    </Group>
                  </div>
                ))}
              </Panel>
            </li>
          ))}
      </ul>
    </>
  );
}
