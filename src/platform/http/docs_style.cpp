#include "platform/http/docs_page.h"

namespace platform::http {

const std::string_view docs_style = R"css(
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6777; --paper: #fff; --card: #f5f7fa; --line: #dde3ea;
  --accent: #1a5fb4; --get: #1a7f4b; --post: #1a5fb4; --put: #8a5a00; --patch: #8a5a00; --delete: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa7b6; --paper: #12161c; --card: #1a2029;
  --line: #2c3541; --accent: #7ab4ff; --get: #5fd39a; --post: #7ab4ff; --put: #f0b84d; --patch: #f0b84d;
  --delete: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center;
  padding: .75rem 1.5rem; background: var(--paper); border-bottom: 1px solid var(--line); }
h1 { font-size: 1.15rem; margin: 0; }
h1 small { color: var(--soft); font-weight: normal; }
#search { flex: 1 1 16rem; max-width: 32rem; padding: .45rem .75rem; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
a { color: var(--accent); }
#layout { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 2rem; max-width: 82rem; margin: 0 auto;
  padding: 1rem 1.5rem 4rem; }
nav { position: sticky; top: 5rem; align-self: start; max-height: calc(100vh - 6rem); overflow: auto; }
nav a { display: flex; justify-content: space-between; padding: .2rem .5rem; border-radius: 4px; text-decoration: none; }
nav a:hover { background: var(--card); }
nav span { color: var(--soft); }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; scroll-margin-top: 5rem; }
details.operation { margin: .4rem 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
details.operation > summary { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline;
  padding: .5rem .75rem; cursor: pointer; list-style: none; }
details.operation > div { padding: 0 .75rem .75rem; }
.method { min-width: 4.2rem; font: 600 .8rem ui-monospace, monospace; }
.get { color: var(--get); } .post { color: var(--post); } .put { color: var(--put); }
.patch { color: var(--patch); } .delete { color: var(--delete); }
code, .path { font-family: ui-monospace, monospace; font-size: .88em; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
h3 { margin: .9rem 0 .3rem; font-size: .8rem; text-transform: uppercase; letter-spacing: .05em; color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-size: .92em; }
td { padding: .25rem .75rem .25rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td:first-child { width: 14rem; }
td details { margin-top: .2rem; }
td summary { cursor: pointer; color: var(--accent); }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
@media (max-width: 48rem) { #layout { grid-template-columns: 1fr; } nav { display: none; } td:first-child { width: 9rem; } }
)css";

}  // namespace platform::http
