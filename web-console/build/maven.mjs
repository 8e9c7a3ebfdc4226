// What the Maven build asks for: `build DIRECTORY` installs the packages when the lock file changed, builds the console
// when its sources changed and puts it into DIRECTORY; `test SKIPPED` lints and runs the unit
// tests. Kept in Node so that it is
// the same on every platform.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const contract = path.join(root, '../contracts/src/main/resources/openapi/groundcrew.yaml');
const [goal, argument] = process.argv.slice(2);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`The console needs Node.js 20.19 or later; found ${process.versions.node}.`);
}

switch (goal) {
  case 'build':
    install();
    build(argument);
    break;
  case 'test':
    if (argument === 'true') {
      break;
    }
    npm('run', '--silent', 'lint');
    npm('run', '--silent', 'test');
    break;
  default:
    fail(`Expected "build DIRECTORY" or "test SKIPPED", found "${goal}".`);
}

function install() {
  const wanted = digest([path.join(root, 'package-lock.json')]);
  once(path.join(root, 'node_modules/.installed'), wanted, () => npm('ci', '--no-audit', '--no-fund'));
}

function build(target) {
  const files = ['index.html', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts'];
  const inputs = [
    contract,
    ...files.map((file) => path.join(root, file)),
    ...filesIn('src'),
    ...filesIn('public'),
  ];
  const wanted = digest(inputs.filter((file) => !file.endsWith('schema.gen.ts')));
  once(path.join(root, 'dist/.built'), wanted, () => npm('run', '--silent', 'build'));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(path.join(root, 'dist'), target, {
    recursive: true,
    filter: (file) => path.basename(file) !== '.built',
  });
}

/** Does the work unless the marker says that it was done on the same input. */
function once(marker, wanted, work) {
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) {
    return;
  }
  rmSync(marker, { force: true });
  work();
  writeFileSync(marker, wanted);
}

function filesIn(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function digest(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) {
    hash.update(`${path.relative(root, input)}\n`).update(readFileSync(input));
  }
  return hash.digest('hex');
}

function npm(...words) {
  try {
    // npm is a script without an .exe on Windows, which only a shell finds.
    execFileSync('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  } catch (failure) {
    fail(
      failure.code === 'ENOENT'
        ? 'npm was not found. It comes with Node.js 20.19 or later; -Dconsole.skip builds without the console.'
        : `npm ${words.join(' ')} failed; what it said is above.`,
    );
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
