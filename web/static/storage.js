// What this device remembers. A browser that forbids storage only forgets at the next visit.

const fallback = new Map();

export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return fallback.get(key) ?? null;
  }
}

export function remember(key, value) {
  fallback.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Private browsing: the value lives as long as the page.
  }
}
