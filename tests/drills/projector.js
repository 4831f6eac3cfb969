/* The network of a wall, played in its page: every answer of the hub is one that it gave before. */
(() => {
  const PATIENCE = 60000;
  const HOME = { scene: 0, theme: "light" };
  const encoder = new TextEncoder();
  const answers = new Map(); // by address: pictures that the hub drew, as bytes outside the heap
  const state = { ...HOME, version: 0, online: true, driver: "", banners: 0 };
  let told, scenes, shown, done;
  let ready;
  const began = new Promise((resolve) => { ready = resolve; });

  // nobody waits for these answers: at this pace thousands of such signals would, for 20 s each
  AbortSignal.timeout = () => new AbortController().signal;

  const timers = new Set();
  const { setTimeout: later, clearTimeout: never } = window;
  // what the page tells of itself about a second after a change is told at once here
  const soonest = (milliseconds) => (milliseconds > 400 && milliseconds < 1600 ? 1 : milliseconds);
  window.setTimeout = (work, milliseconds, ...rest) => {
    const id = later(() => { timers.delete(id); work(...rest); }, soonest(milliseconds));
    timers.add(id);
    return id;
  };
  window.clearTimeout = (id) => { timers.delete(id); never(id); };
  const pause = (milliseconds) => new Promise((resolve) => later(resolve, milliseconds));

  // the page keeps its picture now and then: while it writes, it listens for the end of that
  let writes = 0;
  let writing = 0;
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...asked) {
    writes += 1;
    writing += 1;
    for (const end of ["complete", "abort"]) this.transaction.addEventListener(end, () => { writing -= 1; });
    return put.apply(this, asked);
  };

  // -- what the hub would say ----------------------------------------------------------------

  const soon = (milliseconds) => new Date(Date.parse(told.now) + milliseconds).toISOString();

  function now() {
    const scene = scenes[state.scene];
    const banner = (n) => ({ id: `b${n}`, text: `Fire drill ${n}`, urgent: n > 1, ends_at: soon(9e5) });
    return {
      ...told,
      scene: scene.address,
      theme: state.theme,
      part: scene.part ?? {},
      until: soon(6e5),
      elapsed: (3600 * ((scene.page ?? 1) - 1)) / (scene.pages ?? 1) + 1,
      stays: state.driver ? null : 3600,
      driver: state.driver,
      paused_until: state.driver === "Pauser" ? soon(3e5) : null,
      returns_at: state.driver ? soon(3e5) : null,
      resting: state.resting ?? false,
      topics: [`room:${told.room}`],
      banners: [1, 2].slice(0, state.banners).map(banner),
    };
  }

  function picture(url) {
    const drawn = answers.get(url.pathname + url.search);
    if (!drawn) throw new Error(`nobody drew ${url.pathname}${url.search}`);
    const number = state.version % drawn.length;
    const headers = { ETag: `"${url.search.length}.${state.version}.${state.theme}.${state.scene}"` };
    shown = { tag: headers.ETag.slice(1, -1), page: url.searchParams.get("page") ?? "1" };
    return new Response(drawn[number], { headers });
  }

  function note(said) {
    const wanted = String(state.driver ? 1 : (scenes[state.scene].page ?? 1));
    const version = Number(said.etag.split(".")[1]);
    if (done && version === state.version && said.etag === shown.tag && shown.page === wanted) done();
    return Response.json({ credential: null });
  }

  const json = (said) => new Response(JSON.stringify(said), { headers: { "Content-Type": "application/json" } });

  window.fetch = async (address, options = {}) => {
    await began;
    if (!state.online) throw new TypeError("Failed to fetch");
    const url = new URL(address, location.href);
    if (url.pathname.endsWith("/display/now")) return json(now());
    if (url.pathname.endsWith("/display/contact")) return note(JSON.parse(options.body));
    if (url.pathname.includes("/scenes/")) return picture(url);
    return json({});
  };

  // -- the socket: a hub that says no more than "changed" ------------------------------------

  const open = new Set();
  window.WebSocket = class extends EventTarget {
    readyState = 0;
    binaryType = "blob";
    bufferedAmount = 0;
    extensions = "";
    protocol = "";

    constructor() {
      super();
      later(() => this.arrive());
    }

    arrive() {
      if (!state.online) return this.close();
      this.readyState = 1;
      open.add(this);
      this.onopen?.({});
      const hello = { sid: "s", upgrades: [], pingInterval: 3e7, pingTimeout: 3e7, maxPayload: 64000 };
      this.hear(`0${JSON.stringify(hello)}`);
    }

    hear(words) {
      if (this.readyState === 1) this.onmessage?.({ data: words });
    }

    send(words) {
      const [, kind, space, number] = /^4([02])([^,]*),(\d*)/.exec(words) ?? [];
      if (kind === "0") later(() => this.hear(`40${space},{"sid":"t"}`));
      if (kind === "2") later(() => this.hear(`43${space},${number}[{}]`));
      if (kind) this.space = space;
    }

    close() {
      if (this.readyState === 3) return;
      this.readyState = 3;
      open.delete(this);
      this.onclose?.({ code: 1006, reason: "", wasClean: false });
    }
  };

  function nudge(topic) {
    if (open.size === 0) dispatchEvent(new Event("online"));
    for (const socket of open) socket.hear(`42${socket.space},["changed",{"${topic}":${state.version}}]`);
  }

  // -- what happens on a wall over months ----------------------------------------------------

  async function look(what, topic) {
    await new Promise((resolve, reject) => {
      const late = later(() => reject(new Error(`${what}: not shown: ${JSON.stringify(state)}`)), PATIENCE);
      done = () => { never(late); done = null; resolve(); };
      nudge(topic);
    });
  }

  async function change(topic = "kpi:x") {
    state.version += 1;
    await look("a change", topic);
  }

  async function turn(number) {
    state.scene = number % scenes.length;
    state.theme = number % 3 ? "light" : "dark";
    state.banners = number % 4 === 3 ? 2 : number % 2;
    state.driver = ["", "", "", "Driver", "Pauser"][number % 5];
    state.resting = number % 11 === 10;
    if (number % 6 === 5) document.body.click(); // the buttons come up
    await change(`room:${told.room}`);
    if (number % 10 === 9) await lose();
  }

  async function lose() {
    state.online = false;
    for (const socket of [...open]) socket.close();
    dispatchEvent(new Event("online"));
    await until(() => document.querySelector(".overlay .bar").getAttribute("visibility") === "visible");
    state.online = true;
    await change();
    await until(() => document.querySelector(".overlay .bar").getAttribute("visibility") === "hidden");
  }

  async function until(true_) {
    for (let waited = 0; !true_(); waited += 5) {
      if (waited > PATIENCE) throw new Error(`never: ${true_}`);
      await pause(5);
    }
  }

  /** Always the same picture, with nothing fading or outlined: what is there can be counted. */
  async function home() {
    await turn(2);
    Object.assign(state, HOME, { banners: 0, driver: "", resting: false });
    state.version += (-state.version - 1) % 12 + 12;
    await change(`room:${told.room}`);
    await until(() => open.size === 1 && document.documentElement.dataset.watching === "");
    await until(() => document.querySelectorAll("#stage > svg").length === 2);
    await until(() => writing === 0);
    for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame); // nothing waits for one
    return { timers: timers.size, inside: inside(), writes };
  }

  function inside() {
    const walk = document.createNodeIterator(document);
    let count = 0;
    while (walk.nextNode()) count += 1;
    return count;
  }

  let turned = 0;
  window.projector = {
    home,
    writes: () => writes,
    load: (address, drawn) => answers.set(address, drawn.map((words) => encoder.encode(words))),
    begin: (said, playlist) => { told = said; scenes = playlist; ready(); },
    /** So many changes, a few of them to another scene. */
    play: async (updates, turns) => {
      for (let n = 0; n < updates; n += 1) {
        await change();
        if (Math.floor(((n + 1) * turns) / updates) > Math.floor((n * turns) / updates)) await turn((turned += 1));
      }
    },
  };
})();
