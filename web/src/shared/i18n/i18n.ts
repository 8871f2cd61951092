import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import es from './es-MX.json';

export type Language = 'es-MX' | 'en';

const REMEMBERED = 'desertbrew-language';

function remembered(): Language {
  try {
    return localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'es-MX';
  } catch {
    return 'es-MX';
  }
}

void i18next.use(initReactI18next).init({
  lng: remembered(),
  fallbackLng: 'es-MX',
  resources: { 'es-MX': { translation: es }, en: { translation: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
});
document.documentElement.lang = i18next.language;

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'es-MX';
}

export function speak(wanted: Language): void {
  document.documentElement.lang = wanted;
  try {
    localStorage.setItem(REMEMBERED, wanted);
  } catch {
    // A private window forgets; this page still changes.
  }
  void i18next.changeLanguage(wanted);
}
