import './styles/main.css';
import { events } from './core/events.js';
import { language } from './core/i18n.js';
import { router } from './core/router.js';
import { session } from './core/session.js';
import { startStore } from './core/store.js';
import { pages } from './pages/index.js';
import { startTips } from './ui/tip.js';
import './ui/console-shell.js';
import './ui/time-ago.js';
import './ui/toasts.js';

await Promise.all([language.start(), session.load()]);
router.start(pages);
startStore();
events.start();
startTips();
document.body.append(document.createElement('console-shell'));
