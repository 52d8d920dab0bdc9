// One line about the wait for a person: place, usual wait, opening hours. It says what the hub
// knows, and nothing when the hub knows nothing.

const DAY_MS = 86_400_000;

function spokenWait(seconds, text) {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return text.minutes.replace("{count}", minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? text.hours.replace("{count}", hours) : text.days.replace("{count}", Math.round(hours / 24));
}

function spokenMoment(iso, language) {
  const at = new Date(iso);
  const isSoon = at - Date.now() < 6 * DAY_MS;
  const day = isSoon ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" };
  return at.toLocaleString(language, { ...day, hour: "2-digit", minute: "2-digit" });
}

function whileOpen(place, text) {
  const ahead = place.position - 1;
  const parts = [ahead ? text.place.replace("{position}", place.position) : text.place_first];
  if (place.usual_wait_seconds !== null) {
    parts.push(text.usual_wait.replace("{wait}", spokenWait(place.usual_wait_seconds, text)));
  }
  return parts;
}

function whileClosed(place, text, language) {
  const parts = [text.closed];
  if (place.next_opening) {
    parts.push(text.opens.replace("{moment}", spokenMoment(place.next_opening, language)));
  }
  parts.push(place.by_mail ? text.answer_here_and_mail : text.answer_here);
  return parts;
}

export function placeSentence(place, text, language) {
  if (place.position === null) return "";
  return (place.open ? whileOpen(place, text) : whileClosed(place, text, language)).join(" ");
}
