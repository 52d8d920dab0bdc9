// Every page of the console: HTMX, toasts, the live line, the keyboard. Each page's own behaviour
// is a module of console/ that does nothing on pages without its elements.

import "htmx.org";

import { startAccount } from "./console/account.js";
import { startAlerts } from "./console/alerts.js";
import { startBadges } from "./console/badges.js";
import { startArticles } from "./console/articles.js";
import { startCounts } from "./console/counts.js";
import { startDialogs } from "./console/dialogs.js";
import { startKeyboard } from "./console/keyboard.js";
import { startLive } from "./console/live.js";
import { startPane } from "./console/pane.js";
import { startQueue } from "./console/queue.js";
import { startTicket } from "./console/ticket.js";
import { startReplies } from "./console/replies.js";
import { startToasts } from "./console/toasts.js";

startToasts();
startDialogs();
startKeyboard();
startLive();
startCounts();
startBadges();
startQueue();
startPane();
startAccount();
startAlerts();
startArticles();
startTicket();
startReplies();
