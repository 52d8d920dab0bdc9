// What waits elsewhere, on the rail of those who may see it: alerts that fire, replies to decide.

const ASK_EVERY_MS = 15000;
const BADGES = { "firing-count": "/console/alerts/firing", "replies-count": "/console/replies/waiting" };

export function startBadges() {
  for (const [id, address] of Object.entries(BADGES)) {
    const badge = document.getElementById(id);
    if (badge) start(badge, address);
  }
}

function start(badge, address) {
  const ask = () => update(badge, address);
  document.addEventListener("live:ready", ask);
  badge.addEventListener("stale", ask);
  setInterval(ask, ASK_EVERY_MS);
  ask();
}

async function update(badge, address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.headers.has("HX-Redirect")) return;
  const { count } = await answer.json();
  badge.textContent = count > 99 ? "99+" : count;
  badge.hidden = count === 0;
}
