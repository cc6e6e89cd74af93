// Runs a few statements with @databricks/sql, over https, and prints what came back as one JSON object.
const fs = require('fs');
const { DBSQLClient, DBSQLLogger } = require('@databricks/sql');

const { HOST, PORT, HTTP_PATH, TOKEN, CA } = process.env;

async function rows(session, sql, options) {
  const operation = await session.executeStatement(sql, options);
  const all = await operation.fetchAll();
  await operation.close();
  return all;
}

async function million(session) {
  const operation = await session.executeStatement(
    'SELECT id, CAST(id AS STRING) AS text FROM range(1000000)');
  let count = 0;
  let sum = 0;
  do {
    for (const row of await operation.fetchChunk({ maxRows: 100000 })) {
      count += 1;
      sum += Number(row.id);
    }
  } while (await operation.hasMoreRows());
  await operation.close();
  return { count, sum };
}

async function main() {
  const logger = new DBSQLLogger({ level: 'error' });
  const client = new DBSQLClient({ logger });
  await client.connect({
    host: HOST,
    port: Number(PORT),
    path: HTTP_PATH,
    token: TOKEN,
    userAgentEntry: 'Lakeroute',
    ...(CA ? { customCaCert: fs.readFileSync(CA) } : {}),
  });
  const session = await client.openSession({});
  const answer = {
    named: await rows(session, 'SELECT :a + 1 AS b, :t AS t', {
      namedParameters: { a: 41, t: "it's" },
    }),
    positional: await rows(session, 'SELECT ? AS x, ? AS y', { ordinalParameters: [1, 'two'] }),
    million: await million(session),
    failure: await rows(session, 'SELECT * FROM no_such_table').catch((e) => e.message),
  };
  await session.close();
  await client.close();
  console.log(JSON.stringify(answer));
}

main().catch((e) => {
  console.error(e.message);
  process.exit(1);
});
