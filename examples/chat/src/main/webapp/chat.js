// SPDX-License-Identifier: Apache-2.0
// The page's half of the chat. Whatever comes from a peer is data: it reaches the document as textContent only.
"use strict";

const REFUSED = 4000; // Close codes from here on have a reason that is meant for the person at the page.
const GROUP_MILLIS = 5 * 60 * 1000;
const MAX_SHOWN = 500;
const MAX_PENDING = 40; // Below the server's limit for lines in a row, so that catching up is no flood.
const ECHO_MILLIS = 10 * 1000;
const TYPING_EVERY_MILLIS = 2000;
const TYPING_SHOWN_MILLIS = 3500;
const FIRST_WAIT_MILLIS = 1000;
const LONGEST_WAIT_MILLIS = 30 * 1000;

const byId = (id) => document.getElementById(id);
const page = {};
for (const id of ["door", "enter", "refusal", "name", "room", "chat", "title", "state", "state-text",
  "state-said", "now", "share", "leave", "people", "count", "members", "scroll", "log", "pending", "newest", "typing",
  "compose", "text"]) {
  page[id] = byId(id);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// What is shown

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

const alphabet = new Intl.Collator(undefined, { numeric: true });

function avatar(name) {
  const made = element("span", "avatar", Array.from(name)[0].toLocaleUpperCase());
  let hash = 7;
  for (const c of name) hash = (hash * 31 + c.codePointAt(0)) % 1000003;
  made.style.setProperty("--hue", (hash * 137) % 360); // The golden angle parts names that differ little.
  made.setAttribute("aria-hidden", "true");
  return made;
}

function group(name, own, at) {
  const made = element("article", own ? "group own" : "group");
  const by = element("div", "by");
  if (own) {
    by.append(element("b", "unseen", "You"));
  } else {
    made.append(avatar(name));
    by.append(element("b", "", name));
  }
  if (at !== undefined) {
    const time = element("time", "", clock.format(at));
    time.dateTime = new Date(at).toISOString();
    time.title = full.format(at);
    by.append(time);
  }
  made.append(by, element("div", "lines"));
  return made;
}

const log = {
  author: null,
  since: 0,
  day: "",
  unread: 0,

  clear() {
    page.log.replaceChildren();
    this.author = null;
    this.day = "";
  },

  message(from, at, text, own) {
    this.beginDay(at);
    const author = (own ? "own " : "other ") + from;
    const wasAtEnd = atEnd();
    if (this.author !== author || at - this.since > GROUP_MILLIS) {
      this.append(group(from, own, at));
      this.author = author;
      this.since = at;
    }
    const line = element("p", "", text);
    line.title = full.format(at);
    page.log.lastElementChild.lastElementChild.append(line);
    if (!own && document.hidden) {
      this.unread++;
      showTitle();
    }
    settle(wasAtEnd || own, !own);
  },

  note(text, warn) {
    const wasAtEnd = atEnd();
    this.append(element("p", warn ? "note warn" : "note", text));
    this.author = null;
    settle(wasAtEnd, false);
  },

  beginDay(at) {
    const day = calendar.format(at);
    if (day !== this.day) {
      if (this.day || day !== calendar.format(Date.now())) this.note(day);
      this.day = day;
    }
  },

  append(child) {
    page.log.append(child);
    while (page.log.childElementCount > MAX_SHOWN) page.log.firstElementChild.remove();
  },
};

function atEnd() {
  return page.scroll.scrollHeight - page.scroll.scrollTop - page.scroll.clientHeight < 60;
}

function toEnd() {
  page.scroll.scrollTop = page.scroll.scrollHeight;
  page.newest.hidden = true;
}

function settle(follow, isNews) {
  if (follow) toEnd();
  else if (isNews) page.newest.hidden = false;
}

function showTitle() {
  const unread = log.unread > 0 ? `(${log.unread}) ` : "";
  document.title = chat.room ? `${unread}#${chat.room} – Chat` : "Chat";
}

function showMembers() {
  const names = Array.from(chat.members).sort(alphabet.compare);
  page.count.textContent = names.length === 1 ? "1 person" : `${names.length} people`;
  page.members.replaceChildren(...names.map((name) => {
    const item = element("li", name === chat.you ? "own" : "");
    item.append(avatar(name), element("span", "", name));
    item.title = name;
    return item;
  }));
}

function showPending() {
  page.pending.replaceChildren();
  if (chat.pending.length > 0) {
    const waiting = group(chat.you, true);
    waiting.querySelector(".by").append(element("time", "", chat.isOpen() ? "sending…" : "waiting for the connection"));
    waiting.lastElementChild.append(...chat.pending.map((text) => element("p", "", text)));
    page.pending.append(waiting);
    toEnd();
  }
}

// Who listens to the page hears of the state, not of each second.
function showState(state, text, said = text) {
  page.state.dataset.state = state;
  page["state-text"].textContent = text;
  if (page["state-said"].textContent !== said) page["state-said"].textContent = said;
  page.now.hidden = state !== "waiting";
}

const typing = {
  timers: new Map(),
  sentAt: 0,

  of(name) {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(() => this.end(name), TYPING_SHOWN_MILLIS));
    this.show();
  },

  end(name) {
    clearTimeout(this.timers.get(name));
    if (this.timers.delete(name)) this.show();
  },

  endAll() {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.show();
  },

  show() {
    const names = Array.from(this.timers.keys());
    if (names.length > 2) page.typing.textContent = "Several people are typing…";
    else if (names.length > 0) page.typing.textContent = `${names.join(" and ")} ${names.length > 1 ? "are" : "is"} typing…`;
    else page.typing.textContent = "";
  },
};

// The connection

const chat = {
  room: "",
  name: "",
  you: "",
  key: "",
  members: new Set(),
  pending: [], // Sent or to be sent, and not come back from the room yet.
  lastAt: 0,
  socket: null,
  attempts: 0,
  countdown: 0,
  echoTimer: 0,
  welcomed: false,

  enter(name, room) {
    this.name = this.you = name;
    this.room = room;
    this.key = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
    this.lastAt = 0;
    this.attempts = 0;
    this.pending = [];
    this.members.clear();
    log.clear();
    showPending();
    this.connect();
  },

  url() {
    const url = new URL(`chat/${encodeURIComponent(this.room)}`, document.baseURI);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.search = new URLSearchParams({ name: this.name, key: this.key });
    url.hash = "";
    return url;
  },

  connect() {
    clearInterval(this.countdown);
    this.drop();
    showState("connecting", this.attempts === 0 ? "Connecting…" : "Reconnecting…");
    const socket = new WebSocket(this.url());
    this.socket = socket;
    socket.onmessage = (message) => this.onEvent(JSON.parse(message.data));
    socket.onclose = (close) => this.onClose(close);
  },

  // Events of a socket that was dropped concern nobody.
  drop() {
    clearTimeout(this.echoTimer);
    this.welcomed = false;
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onmessage = socket.onclose = null;
      socket.close();
    }
  },

  isOpen() {
    return this.welcomed && this.socket !== null && this.socket.readyState === WebSocket.OPEN;
  },

  onEvent(event) {
    switch (event.type) {
      case "welcome":
        this.onWelcome(event);
        break;
      case "message":
        this.onMessage(event);
        break;
      case "joined":
        this.members.add(event.name);
        showMembers();
        log.note(`${event.name} joined`);
        break;
      case "left":
        this.members.delete(event.name);
        typing.end(event.name);
        showMembers();
        log.note(`${event.name} left`);
        break;
      case "typing":
        typing.of(event.name);
        break;
      case "notice":
        this.pending.shift();
        showPending();
        log.note(event.text, true);
        break;
    }
  },

  onWelcome(event) {
    const isReturn = this.lastAt > 0;
    this.welcomed = true;
    this.attempts = 0;
    // Under a new name the lines of the old one are still this person's.
    this.you = event.you;
    this.members = new Set(event.members);
    for (const message of event.messages) {
      if (message.at > this.lastAt) this.onMessage(message, !isReturn);
    }
    this.lastAt = Math.max(this.lastAt, event.at);
    showRoom();
    showMembers();
    showState("open", "Connected");
    log.note(isReturn ? "You are back" : `You are in #${this.room}`);
    if (event.you !== this.name) log.note(`The name ${this.name} is taken here. You are ${event.you}.`, true);
    this.name = event.you;
    this.pending.forEach((text) => this.transmit(text));
    showPending();
    toEnd();
  },

  // What was said before the first welcome was said by somebody else, even under the same name.
  onMessage(message, isBefore = false) {
    const own = !isBefore && message.from === this.you;
    this.lastAt = message.at;
    typing.end(message.from);
    if (own && this.pending.includes(message.text)) {
      this.pending.splice(this.pending.indexOf(message.text), 1);
      clearTimeout(this.echoTimer);
      if (this.pending.length > 0) this.expectEcho();
    }
    log.message(message.from, message.at, message.text, own);
    showPending();
  },

  onClose(close) {
    this.drop();
    typing.endAll();
    if (close.code >= REFUSED) {
      showDoor(close.reason || "The server closed the connection.");
      return;
    }
    this.reconnectLater();
  },

  // Each wait is twice the last, and a random part of it is left out so that not all pages come back at once.
  reconnectLater() {
    const longest = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** Math.min(this.attempts++, 10));
    const until = Date.now() + longest * (0.5 + Math.random() / 2);
    showRoom();
    showPending();
    const tick = () => {
      const left = until - Date.now();
      if (left <= 0) this.connect();
      else showState("waiting", `Reconnecting in ${Math.ceil(left / 1000)} s…`, "Connection lost. Reconnecting.");
    };
    clearInterval(this.countdown);
    this.countdown = setInterval(tick, 250);
    tick();
  },

  isWaiting() {
    return page.state.dataset.state === "waiting" && !page.chat.hidden;
  },

  say(text) {
    if (this.pending.length >= MAX_PENDING) {
      log.note("Too many messages wait for the connection. Please try again when it is back.", true);
      return false;
    }
    this.pending.push(text);
    if (this.isOpen()) this.transmit(text);
    showPending();
    return true;
  },

  transmit(text) {
    this.socket.send(text);
    this.expectEcho();
  },

  // A connection that swallows messages is dead, even where nobody has noticed yet.
  expectEcho() {
    clearTimeout(this.echoTimer);
    this.echoTimer = setTimeout(() => {
      this.drop();
      this.reconnectLater();
    }, ECHO_MILLIS);
  },

  type() {
    if (this.isOpen() && Date.now() - typing.sentAt > TYPING_EVERY_MILLIS) {
      typing.sentAt = Date.now();
      this.socket.send("");
    }
  },

  leave() {
    clearInterval(this.countdown);
    this.drop();
    typing.endAll();
    showDoor("");
  },
};

// From door to room and back

function showRoom() {
  page.title.textContent = chat.room;
  showTitle();
  if (page.chat.hidden) {
    page.door.hidden = true;
    page.chat.hidden = false;
    page.text.focus();
  }
}

function showDoor(refusal) {
  chat.room = "";
  showTitle();
  page.chat.hidden = true;
  page.door.hidden = false;
  page.refusal.textContent = refusal;
  page.refusal.hidden = refusal === "";
  (page.name.value ? page.room : page.name).focus();
}

function roomOfHash() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

// A browser may forbid storage; then the name is asked for again.
const memory = {
  get: () => {
    try {
      return localStorage.getItem("chat.name") || "";
    } catch {
      return "";
    }
  },
  set: (name) => {
    try {
      localStorage.setItem("chat.name", name);
    } catch {
      // Nothing to do: see above.
    }
  },
};

page.enter.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = page.name.value.trim();
  const room = page.room.value.trim().toLocaleLowerCase("en");
  if (name && room) {
    memory.set(name);
    history.replaceState(null, "", `#${encodeURIComponent(room)}`);
    page.refusal.hidden = true;
    chat.enter(name, room);
  }
});

function submit() {
  const text = page.text.value.trim();
  if (text && chat.say(text)) {
    page.text.value = "";
    typing.sentAt = 0;
  }
  page.text.focus();
}

page.compose.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

page.text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});

page.text.addEventListener("input", () => {
  if (page.text.value.trim()) chat.type();
});

page.share.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    page.share.textContent = "Copied";
  } catch {
    log.note(`The link to this room: ${location.href}`);
    toEnd();
  }
  setTimeout(() => { page.share.textContent = "Copy link"; }, 1500);
});

page.leave.addEventListener("click", () => chat.leave());
page.newest.addEventListener("click", toEnd);
page.now.addEventListener("click", () => chat.connect());
page.scroll.addEventListener("scroll", () => {
  if (atEnd()) page.newest.hidden = true;
});

window.addEventListener("online", () => {
  if (chat.isWaiting()) chat.connect();
});

window.addEventListener("hashchange", () => {
  const room = roomOfHash();
  if (room && room !== chat.room) {
    chat.leave();
    page.room.value = room;
    if (page.name.value) page.enter.requestSubmit();
  }
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    log.unread = 0;
    showTitle();
    if (chat.isWaiting()) chat.connect();
  }
});

page.name.value = memory.get();
page.room.value = roomOfHash() || "lobby";
if (matchMedia("(max-width: 40rem)").matches) page.people.open = false;
(page.name.value ? page.room : page.name).focus();
