#include "platform/sheets/zip_stream.h"

#include <zlib.h>

#include <utility>

#include "platform/packing/packer.h"

namespace platform::sheets {
namespace {

// APPNOTE.TXT 4.3 and 4.4. Sizes follow the data (flag 3), names are UTF-8 (flag 11).
constexpr std::uint32_t local_signature = 0x04034b50, sizes_signature = 0x08074b50, central_signature = 0x02014b50,
                        end_signature = 0x06054b50;
constexpr std::uint16_t version = 20, flags = 0x0808, deflated = 8;
// The same content gives the same archive: every entry is of 1 January 1980.
constexpr std::uint16_t day = 0x0021;
constexpr int compression_level = 4;

void put16(std::string& out, std::uint64_t value) {
  out += static_cast<char>(value & 0xFFU);
  out += static_cast<char>(value >> 8U & 0xFFU);
}

void put32(std::string& out, std::uint64_t value) {
  put16(out, value & 0xFFFFU);
  put16(out, value >> 16U & 0xFFFFU);
}

struct Entry {
  std::string name;
  std::uint64_t offset = 0, size = 0, packed = 0;
  uLong checksum = 0;
};

void put_facts(std::string& out, const Entry& entry) {
  put32(out, entry.checksum);
  put32(out, entry.packed);
  put32(out, entry.size);
}

}  // namespace

struct ZipStream::State {
  std::uint64_t position() const { return taken + out.size(); }

  packing::Packer packer{packing::Format::raw, compression_level};
  std::vector<Entry> entries;
  std::string out;
  std::uint64_t data_begin = 0;  ///< of the entry at hand
  std::uint64_t taken = 0;
};

ZipStream::ZipStream() : state_(std::make_unique<State>()) {}
ZipStream::ZipStream(ZipStream&&) noexcept = default;
ZipStream& ZipStream::operator=(ZipStream&&) noexcept = default;
ZipStream::~ZipStream() = default;

void ZipStream::begin_entry(std::string name) {
  State& s = *state_;
  const std::uint64_t offset = s.position();
  put32(s.out, local_signature);
  for (const std::uint16_t value : {version, flags, deflated, std::uint16_t{0}, day}) put16(s.out, value);
  put_facts(s.out, {});
  put16(s.out, name.size());
  put16(s.out, 0);
  s.out += name;
  s.entries.push_back({std::move(name), offset, 0, 0, crc32(0, nullptr, 0)});
  s.data_begin = s.position();
  s.packer.restart();
}

void ZipStream::write(std::string_view bytes) {
  if (bytes.empty()) return;
  Entry& entry = state_->entries.back();
  entry.size += bytes.size();
  entry.checksum = crc32(entry.checksum, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
  state_->packer.add(bytes, state_->out);
}

void ZipStream::end_entry() {
  State& s = *state_;
  s.packer.finish(s.out);
  s.entries.back().packed = s.position() - s.data_begin;
  put32(s.out, sizes_signature);
  put_facts(s.out, s.entries.back());
}

void ZipStream::finish() {
  State& s = *state_;
  const std::uint64_t begin = s.position();
  for (const Entry& entry : s.entries) {
    put32(s.out, central_signature);
    for (const std::uint16_t value : {version, version, flags, deflated, std::uint16_t{0}, day}) put16(s.out, value);
    put_facts(s.out, entry);
    put16(s.out, entry.name.size());
    for (int unused = 0; unused < 4; ++unused) put16(s.out, 0);  // extra, comment, disk, internal attributes
    put32(s.out, 0);
    put32(s.out, entry.offset);
    s.out += entry.name;
  }
  const std::uint64_t size = s.position() - begin;
  put32(s.out, end_signature);
  put32(s.out, 0);  // disks
  put16(s.out, s.entries.size());
  put16(s.out, s.entries.size());
  put32(s.out, size);
  put32(s.out, begin);
  put16(s.out, 0);
}

std::uint64_t ZipStream::entry_size() const {
  return state_->entries.empty() ? 0 : state_->entries.back().size;
}

std::uint64_t ZipStream::archive_size() const {
  return state_->position();
}

std::string ZipStream::take() {
  state_->taken += state_->out.size();
  return std::exchange(state_->out, {});
}

}  // namespace platform::sheets
