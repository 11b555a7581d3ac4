// The peer's way to Postgres: one statement for each message, or one for each PEER_ROWS messages.
const { Pool } = require('pg');

const rowsAtOnce = Number(process.env.PEER_ROWS);
const flushAfterMs = 50;
const pool = new Pool({ max: 10 });
const columns = 'clinic, device, boot, seq, device_at, at, received_at, body';
let waiting = [];

const one = {
  name: 'one',
  text: `insert into reading (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
};
const many = {
  name: 'many',
  text: `insert into reading (${columns}) select * from unnest(
    $1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::jsonb[])`,
};

function add(topic, payload) {
  const [, , clinic, device] = topic.split('/');
  const now = new Date();
  const row = [clinic, device, payload.boot, payload.seq, payload.at, payload.at, now, JSON.stringify(payload.values)];
  if (rowsAtOnce === 1) {
    return pool.query({ ...one, values: row });
  }

  waiting.push(row);
  return waiting.length < rowsAtOnce ? undefined : flush();
}

function flush() {
  const rows = waiting;
  waiting = [];
  return rows.length === 0
    ? undefined
    : pool.query({ ...many, values: rows[0].map((_, column) => rows.map((row) => row[column])) });
}

if (rowsAtOnce > 1) {
  setInterval(() => flush()?.catch(failed), flushAfterMs);
}

function failed(reason) {
  console.error(`a row was not stored: ${reason.message}`);
}

module.exports = { add: (topic, payload) => add(topic, payload)?.catch(failed) };
