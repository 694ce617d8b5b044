/* SQLite in a thread of its own: the page stays usable, and a query that takes too long can be ended with its thread.
   The database is read from memory and marked read only; a query cannot change anything. */
import start from "./sqlite/sqlite3.js";

let database = null;

async function open(buffer) {
  const { capi, wasm, oo1 } = await start();
  database = new oo1.DB(":memory:");
  const place = wasm.allocFromTypedArray(buffer);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
  database.checkRc(capi.sqlite3_deserialize(database.pointer, "main", place, buffer.byteLength, buffer.byteLength, flags));
  database.exec("PRAGMA query_only = ON");
}

/* The rows of the first statement that gives any, no more than `most`: an endless answer would end the page. */
function ask(sql, most) {
  const columns = [];
  const rows = [];
  let more = false;
  database.exec({
    sql, rowMode: "array", columnNames: columns,
    callback: (row) => {
      more = rows.length === most;
      if (more) return false;
      rows.push(row.map((cell) => (cell === null ? null : cell instanceof Uint8Array ? "（二进制）" : String(cell))));
    },
  });
  return { columns, rows, more };
}

onmessage = async ({ data }) => {
  try {
    if (data.buffer) await open(new Uint8Array(data.buffer));
    postMessage(data.buffer ? {} : ask(data.sql, data.most));
  } catch (error) {
    postMessage({ error: String(error.message || error) });
  }
};
