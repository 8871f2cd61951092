// Writes src/api/generated/schema.ts from ../contracts/openapi.json. Run by `npm run gen`; commit what it writes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CONTRACT, GENERATED, seal } from './seal.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
if (!existsSync(new URL('node_modules/openapi-typescript', import.meta.url))) {
  execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: 'inherit' });
}
const { default: openapiTS, astToString } = await import('openapi-typescript');
const contract = readFileSync(CONTRACT, 'utf8');
const body = astToString(await openapiTS(contract, { alphabetize: true, defaultNonNullable: false }));
mkdirSync(new URL('.', GENERATED), { recursive: true });
writeFileSync(GENERATED, seal(contract, body));
