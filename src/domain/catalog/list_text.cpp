#include "domain/catalog/list_text.h"

namespace catalog::store {
namespace {

using platform::db::Engine;

template <class T, class Append>
std::string listed(Engine engine, std::span<const T> values, Append append) {
  std::string text(1, engine == Engine::sqlite ? '[' : '{');
  for (const T& value : values) {
    if (text.size() > 1) text += ',';
    text += '"';
    append(text, value);
    text += '"';
  }
  return text + (engine == Engine::sqlite ? ']' : '}');
}

}  // namespace

std::string list_text(Engine engine, std::span<const base::Uuid> ids) {
  return listed(engine, ids, [](std::string& out, const base::Uuid& id) { id.append_to(out); });
}

std::string list_text(Engine engine, std::span<const std::string> plain_words) {
  return listed(engine, plain_words, [](std::string& out, const std::string& word) { out += word; });
}

}  // namespace catalog::store
