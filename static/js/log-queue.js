// Entries that wait on this phone. Each is kept under a key of its own, so that two pages never
// write over one another, and under the account that typed it: another one neither sees nor sends
// it. It leaves when the server says that it has it; the server takes the same id only once. Each
// room has a queue of its own; `gone` says why a page is no longer one's own.
window.logQueue = (account, token, room = "log", gone = "您现在不能在这个服务月记活动，请问问管理员。") => {
  const PREFIX = `${room}:${account}:`;
  const PATIENCE = 30000;
  let running = false;
  const flying = new Set();
  const state = { signIn: "", stranger: "", changed: () => {}, arrived: () => {} };

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return []; // A browser that lets nobody keep anything.
    }
  };
  const all = () =>
    keys()
      .map(read)
      .filter(Boolean)
      .sort((one, other) => one.at - other.at);
  const get = (id) => read(PREFIX + id);
  // False when the phone keeps nothing (full, or a private window).
  const put = (entry) => {
    try {
      localStorage.setItem(PREFIX + entry.id, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  };
  const remove = (id) => {
    localStorage.removeItem(PREFIX + id);
    state.changed();
  };

  const post = async (entry) => {
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    body.set("csrfmiddlewaretoken", token.get());
    body.set("account", account);
    body.set("act", entry.act);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      return await fetch(entry.url, {
        method: "POST",
        body,
        signal: patience.signal,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
    } finally {
      clearTimeout(timer);
    }
  };
  const answerOf = async (response) => {
    try {
      return await response.json();
    } catch {
      return {};
    }
  };
  const refusedBy = (answer, status) => {
    const errors = answer.errors || {};
    const why = Object.values(errors)[0] || (status === 404 ? gone : "");
    return { errors, message: why || "这条没能记下，请改一改再传。" };
  };
  const understood = (entry, status, answer) => {
    if (status === 200 && answer.saved) {
      state.arrived(answer);
      remove(entry.id);
      return { outcome: "saved", answer };
    }
    if (status === 401) state.signIn = answer.sign_in || "/";
    else if (status === 409) state.stranger = answer.message;
    else if (status >= 400 && status < 500 && status !== 403 && status !== 429) {
      const refused = refusedBy(answer, status);
      put({ ...entry, refused });
      return { outcome: "refused", refused };
    }
    return { outcome: "waits" };
  };

  // One entry: "saved", "refused" (it stays, with the reason), or "waits" for a better moment.
  const send = async (entry) => {
    if (navigator.onLine === false || flying.has(entry.id)) return { outcome: "waits" };
    put({ ...entry, tried: true });
    flying.add(entry.id);
    try {
      let response = await post(entry);
      // The token of a page kept for long is an old one.
      if (response.status === 403 && (await token.renew())) response = await post(entry);
      return understood(entry, response.status, await answerOf(response));
    } catch {
      return { outcome: "waits" };
    } finally {
      flying.delete(entry.id);
    }
  };
  // All that wait, were not refused and are not being changed, oldest first, until one has to wait on; what came of them.
  const sendAll = async () => {
    const counts = { saved: 0, refused: 0, waits: 0 };
    if (running) return counts;
    running = true;
    state.signIn = state.stranger = "";
    try {
      for (const entry of all()) {
        if (entry.refused || entry.held || flying.has(entry.id) || !get(entry.id)) continue;
        const { outcome } = await send(entry);
        counts[outcome] += 1;
        state.changed();
        if (outcome === "waits") break;
      }
    } finally {
      running = false;
      state.changed();
    }
    return counts;
  };
  return { all, get, put, remove, send, sendAll, state };
};
