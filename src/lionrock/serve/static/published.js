// What a published site does without a server: narrows whole tables by the address, and searches.
"use strict";

const lionrock = (() => {
  const root = document.currentScript.src.replace(/static\/published\.js.*$/, "");
  const asked = new URLSearchParams(location.search);
  const waiting = new Map();
  let settings = null, folds = null;

  function arrived(name, data) {
    waiting.get(name)?.(data);
  }

  // Scripts, not fetch: a page opened from a disk may load no other files.
  function load(name, key) {
    const told = new Promise((resolve, reject) => {
      waiting.set(key, resolve);
      const script = document.createElement("script");
      script.src = `${root}search/${name}.js`;
      script.onerror = () => reject(new Error(name));
      document.head.append(script);
    });
    return told;
  }

  // The same as model/fold.py: one spelling for every way of writing the same words.
  function fold(text) {
    let plain = text.normalize("NFKC").replace(/(?<=[\p{L}\p{N}_])['’ʼ`](?:s(?![\p{L}\p{N}_]))?/giu, "");
    plain = plain.replace(/(?<![A-Za-z]\.?)[A-Za-z]\.(?:[A-Za-z]\.)+[A-Za-z]?(?![A-Za-z])/g, (found) => found.replaceAll(".", ""));
    plain = plain.replace(/\b([A-Za-z]) ?& ?([A-Za-z])\b/g, "$1$2").replace(/(?<=[\p{L}\p{N}_+])\+/gu, " plus ");
    plain = plain.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFKC");
    plain = Array.from(plain, (one) => folds.get(one) ?? one).join("").replace(/[^\p{L}\p{N}]+/gu, " ");
    return plain.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu, " $& ").trim().split(/\s+/).filter(Boolean);
  }

  function units(text) {
    return fold(text).flatMap((word) => {
      const letters = Array.from(word);
      if (letters.length < 2 || !/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)) return [word];
      return letters.slice(1).map((letter, at) => letters[at] + letter);
    });
  }

  async function search(query) {
    if (!settings) {
      settings = await load("start", "start");
      const [from, to] = settings.folding.map((text) => Array.from(text));
      folds = new Map(from.map((one, at) => [one, to[at]]));
    }
    const wanted = [...new Set(units(query))].slice(0, 16);
    const scores = new Map();
    for (const [at, word] of wanted.entries()) {
      const last = at === wanted.length - 1;
      const here = new Map();
      for (const [known, named, told] of await shard(word.codePointAt(0) % settings.shards)) {
        const exact = known === word;
        if (!exact && !((last || Array.from(word).length === 1) && known.startsWith(word))) continue;
        for (const n of named) here.set(n, Math.max(here.get(n) ?? 0, exact ? 8 : 3));
        for (const n of told) here.set(n, Math.max(here.get(n) ?? 0, 1));
      }
      for (const [n, score] of here) if (at === 0 || scores.has(n)) scores.set(n, (scores.get(n) ?? 0) + score);
      if (at > 0) for (const n of scores.keys()) if (!here.has(n)) scores.delete(n);
    }
    return [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([n]) => n);
  }

  const shards = new Map(), parts = new Map();
  function shard(number) {
    if (!shards.has(number)) shards.set(number, load(`words-${number}`, `words${number}`));
    return shards.get(number);
  }

  async function found(number) {
    const part = Math.floor(number / settings.perFile);
    if (!parts.has(part)) parts.set(part, load(`found-${part}`, `found${part}`));
    return (await parts.get(part))[number % settings.perFile];
  }

  async function results(list) {
    const query = (asked.get("q") ?? "").slice(0, 500).trim();
    document.getElementById("q").value = query;
    if (!query) return;
    const status = document.querySelector(".standfirst[data-none]");
    const numbers = await search(query);
    const at = ["en", "zh-Hant", "zh-Hans"].indexOf(list.dataset.lang);
    const kinds = new Map([...list.querySelectorAll("[data-kind]")].map((one) => [one.dataset.kind, one.textContent]));
    status.textContent = say(status, numbers.length);
    const items = [];
    for (const number of numbers.slice(0, 100)) {
      const [id, kind, title] = await found(number);
      const item = document.createElement("li"), link = document.createElement("a"), aside = document.createElement("span");
      link.href = `${root}${list.dataset.lang}/${kind === "indicator" ? "indicator" : "entity"}/${encodeURIComponent(id)}.html`;
      link.textContent = title[at];
      aside.className = "aside";
      aside.textContent = [kinds.get(kind) ?? kind, ...new Set(title.filter((other) => other !== title[at]))].join(" · ");
      item.append(link, " ", aside);
      items.push(item);
    }
    list.replaceChildren(...items);
    list.dataset.done = "true";
  }

  function say(told, number) {
    if (number === 0 && told.dataset.none) return told.dataset.none;
    return number === 1 ? told.dataset.one : told.dataset.many.replace("{}", number.toLocaleString("en"));
  }

  function narrow(rows) {
    const where = [...asked].filter(([name, value]) => name.startsWith("where.") && value).map(([name, value]) => [name.slice(6), value]);
    if (!where.length) return;
    let shown = 0;
    for (const row of rows) {
      const keys = new Map(Object.entries(JSON.parse(row.dataset.keys)));
      const fits = where.every(([column, value]) => {
        const known = keys.get(column) ?? [];
        return value === "?" ? known.length === 0 : known.includes(value);
      });
      row.hidden = !fits;
      shown += fits;
    }
    const told = document.querySelector("#table .found .number");
    told.textContent = say(told, shown);
    const narrowed = document.querySelector("#table .narrowed");
    narrowed.hidden = false;
    narrowed.querySelector("span").textContent = where.map(([, value]) => value).join(" · ");
    for (const [column, value] of where) {
      const choice = document.querySelector(`#table [name="where.${CSS.escape(column)}"]`);
      if (choice) choice.value = value;
    }
  }

  // As the server sorts: what is unknown comes last either way; a second click turns the order.
  function sortable(table) {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells].slice(0, -1);
    const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    const key = (row, at) => {
      const cell = row.cells[at];
      if (cell.dataset.sort !== undefined) return cell.dataset.sort;
      return cell.querySelector(".none") ? "" : cell.textContent.trim();
    };
    for (const [at, head] of heads.entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const turn = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", turn > 0 ? "ascending" : "descending");
        const keyed = [...body.rows].map((row) => [key(row, at), row]);
        keyed.sort(([a], [b]) => (a === "") - (b === "") || turn * order(a, b, compare));
        body.append(...keyed.map(([, row]) => row));
      });
    }
  }

  function order(a, b, compare) {
    const plain = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
    return plain.test(a) && plain.test(b) ? a - b : compare(a, b);
  }

  function begin() {
    const list = document.getElementById("hits");
    if (list) results(list);
    const rows = document.querySelectorAll("#table tr[data-keys]");
    if (rows.length) {
      narrow(rows);
      sortable(rows[0].closest("table"));
    }
    if (document.body?.firstElementChild?.tagName === "UL") {
      const tags = navigator.languages.map((tag) => tag.toLowerCase());
      const first = tags.find((tag) => /^(en|zh|yue)/.test(tag)) ?? "en";
      const ours = first.startsWith("en") ? "en" : /hans|cn|sg|^zh$/.test(first) ? "zh-Hans" : "zh-Hant";
      location.replace(`${ours}/index.html`);
    }
  }

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
  return {
    start: (told) => arrived("start", told),
    words: (number, told) => arrived(`words${number}`, told),
    found: (number, told) => arrived(`found${number}`, told),
  };
})();
