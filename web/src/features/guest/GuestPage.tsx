import {
  type Icon,
  IconBottle,
  IconCalendar,
  IconDropletHalf2,
  IconFlask2,
  IconLeaf,
  IconMoodEmpty,
  IconPlant,
  IconWheat,
  IconZzz,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { Refusal } from '@/api/problem';
import type { PublicTrace } from '@/api/wire';
import { Landscape, Mark } from '@/shared/ui/landscape';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { FermentationCurve } from './FermentationCurve';
import classes from './Guest.module.css';
import { browserLanguage, longDay, plainFigure } from './words';

const SIGNS = { MALT: IconWheat, HOPS: IconLeaf, YEAST: IconFlask2, ADJUNCT: IconPlant };

/** What a guest's QR opens: the story of the beer in the keg before them. Nobody signs in, nothing follows them. */
export function GuestPage() {
  const { code } = useParams({ from: '/trace/$code' });
  return <Story code={code} />;
}

/** The same page behind a GS1 Digital Link (AI 8003): the server reads the serial out of the asset's number. */
export function AssetPage() {
  const { grai } = useParams({ from: '/8003/$grai' });
  return <Story code={grai} />;
}

function Story({ code }: { code: string }) {
  const lng = browserLanguage();
  const { t } = useTranslation(undefined, { lng });
  const story = useQuery(question('traceability', '/v1/public/trace/{code}', { at: { code } }));
  const title = story.data?.beer ?? t('guest.title');
  useEffect(() => {
    const html = document.documentElement;
    const before = { lang: html.lang, scheme: html.getAttribute('data-mantine-color-scheme') };
    html.lang = lng;
    // A bar is dark, and a white page in it is rude.
    html.setAttribute('data-mantine-color-scheme', 'dark');
    return () => {
      html.lang = before.lang;
      if (before.scheme) html.setAttribute('data-mantine-color-scheme', before.scheme);
    };
  }, [lng]);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={classes.page} data-mantine-color-scheme="dark">
      <Landscape className={classes.land} />
      <main className={classes.inside}>
        <p className={classes.eyebrow}>
          <Mark size={34} /> {t('guest.eyebrow')}
        </p>
        {story.data ? (
          story.data.filled ? (
            <Filled story={story.data} />
          ) : (
            <Plain icon={IconZzz} title={t('guest.empty')} body={t('guest.emptyBody', { serial: story.data.serial })} />
          )
        ) : story.error ? (
          story.error instanceof Refusal && story.error.status === 404 ? (
            <Plain icon={IconMoodEmpty} title={t('guest.unknown')} body={t('guest.unknownBody')} />
          ) : (
            <ProblemPanel error={story.error} retry={() => void story.refetch()} />
          )
        ) : (
          <div className={classes.waiting} role="status" aria-busy="true" aria-label={t('ui.loading')}>
            <span />
            <span />
            <span />
          </div>
        )}
        <footer className={classes.foot}>
          <p>{t('guest.moderation')}</p>
          <p>{t('guest.noTracking')}</p>
        </footer>
      </main>
    </div>
  );
}

function Plain({ icon: Sign, title, body }: { icon: Icon; title: string; body: string }) {
  return (
    <section className={classes.plain}>
      <Sign size={56} stroke={1.3} aria-hidden />
      <h1>{title}</h1>
      <p>{body}</p>
    </section>
  );
}

function Filled({ story }: { story: PublicTrace }) {
  const lng = browserLanguage();
  const { t } = useTranslation(undefined, { lng });
  const figures: [string, string][] = [];
  if (story.abv_pct) figures.push([t('guest.abv'), `${plainFigure(story.abv_pct, 1, lng)} %`]);
  if (story.ibu) figures.push([t('guest.bitterness'), `${plainFigure(story.ibu, 0, lng)} IBU`]);
  if (story.batch) figures.push([t('guest.batch'), story.batch]);
  const days: [ReactNode, string, string | null][] = [
    [<IconWheat key="b" size={20} aria-hidden />, t('guest.brewed'), story.brewed_on],
    [<IconBottle key="p" size={20} aria-hidden />, t('guest.packaged'), story.packaged_on],
    [<IconCalendar key="c" size={20} aria-hidden />, t('guest.bestBefore'), story.best_before],
  ];
  const known = days.filter(([, , day]) => day !== null);
  return (
    <>
      <header className={classes.hero}>
        <h1>{story.beer ?? t('guest.title')}</h1>
        {story.style && <p className={classes.style}>{story.style}</p>}
        <dl className={classes.figures}>
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
      </header>

      {known.length > 0 && (
        <section className={classes.card} aria-labelledby="guest-way">
          <h2 id="guest-way">{t('guest.way')}</h2>
          <ol className={classes.way}>
            {known.map(([sign, name, day]) => (
              <li key={name}>
                <span className={classes.sign}>{sign}</span>
                <span>{name}</span>
                <time dateTime={day ?? ''}>{longDay(day ?? '', lng)}</time>
              </li>
            ))}
          </ol>
          {story.blended_with.length > 0 && (
            <p className={classes.note}>{t('guest.blended', { batches: story.blended_with.join(', ') })}</p>
          )}
        </section>
      )}

      {story.curve.length > 1 && (
        <section className={classes.card} aria-labelledby="guest-curve">
          <h2 id="guest-curve">
            <IconDropletHalf2 size={22} aria-hidden /> {t('guest.curve')}
          </h2>
          <FermentationCurve points={story.curve} lng={lng} />
        </section>
      )}

      {story.origins.length > 0 && (
        <section className={classes.card} aria-labelledby="guest-origins">
          <h2 id="guest-origins">{t('guest.origins')}</h2>
          <ul className={classes.origins}>
            {story.origins.map((origin) => {
              const Sign = SIGNS[origin.kind as keyof typeof SIGNS] ?? IconPlant;
              return (
                <li key={`${origin.kind} ${origin.name}`}>
                  <span className={classes.sign}>
                    <Sign size={20} aria-hidden />
                  </span>
                  <span>
                    <strong>{origin.name}</strong>
                    <small>
                      {t(`guest.kinds.${origin.kind}` as 'guest.kinds.MALT', { defaultValue: origin.kind })}
                      {origin.country && ` · ${origin.country}`}
                    </small>
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <p className={classes.serial}>{t('guest.serial', { serial: story.serial })}</p>
    </>
  );
}
