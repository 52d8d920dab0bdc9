// The account page: a chosen sound is heard, a chosen notification is asked for, at once.

import { chime, mayNotify } from "./counts.js";
import { toast } from "./toasts.js";

export function startAccount() {
  const sound = document.getElementById("sound");
  const notifications = document.getElementById("notifications");
  if (!sound) return;
  sound.addEventListener("change", () => sound.checked && chime());
  notifications.addEventListener("change", async () => {
    if (!notifications.checked || mayNotify()) return;
    const answer = "Notification" in window ? await Notification.requestPermission() : "denied";
    if (answer === "granted") return;
    notifications.checked = false;
    toast(notifications.dataset.refused, { isProblem: true });
  });
}
