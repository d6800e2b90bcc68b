// What drivers.py asks of the recipe for node-postgres, which is put before this; its
// Program has the protocol.

const readline = require('readline');

function tell(...parts) {
  process.stdout.write(parts.join('\t').replace(/\n/g, ' ') + '\n');
}

function field(value) {
  if (value === null) return '';
  return value.constructor.name + ' ' + (value instanceof Date ? value.toISOString() : value);
}

function calls(text) {
  return text.split(';').map(row => {
    const [occurred_at, source, source_key, agent, work_item, cost] = row.split('|');
    return { occurred_at, source, source_key, agent, work_item, cost: cost === '' ? null : cost };
  });
}

async function answer(db, what, argument) {
  switch (what) {
    case 'version': return [require('pg/package.json').version, process.version];
    case 'read': return [(await read(db, argument)).map(row => Object.values(row).map(field).join('\x1f')).join('\x1e')];
    case 'load_one': return [(await loadOne(db, calls(argument)[0]))];
    case 'load': return [(await load(db, calls(argument)))];
    default: throw new Error('unknown request ' + what);
  }
}

(async () => {
  const db = await connect({ connectionString: process.argv[2] }, message => tell('warning', message));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [what, argument] = line.split('\t');
    try {
      tell('done', ...await answer(db, what, argument));
    } catch (error) {
      tell('error', error.code ?? '', error.message);
    }
  }
  await db.end();
})();
