#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>

namespace imports {

/// Makes XML readable that uses '&' as other people do: one that begins no reference becomes "&amp;", and the entities
/// of HTML, unless the document declares its own of that name, become their characters. CDATA sections, comments,
/// processing instructions and the document type are left as they are. Remembers what it changed, so that places in
/// the mended text can be told in the original.
class AmpersandMender {
 public:
  /// Appends the mended form of `text` to `mended` and gives the number of bytes used: those left at its end must be
  /// given again, with what follows them. `at_end`: nothing follows.
  std::size_t mend(std::string_view text, bool at_end, std::string& mended);

  /// The place in the original text of a place in the mended one that was not let go.
  std::uint64_t original_offset(std::uint64_t mended) const;
  /// How many ampersands were mended between two places in the original text that were not let go.
  std::uint64_t mended_between(std::uint64_t from, std::uint64_t to) const;
  /// Forgets what was changed before `original`.
  void let_go(std::uint64_t original);

 private:
  enum class Section { text, cdata, comment, instruction, document_type };
  /// Where both texts stand after a change.
  struct Change {
    std::uint64_t original = 0;
    std::uint64_t mended = 0;
    std::uint64_t ampersands = 0;  // mended so far
  };

  // Each goes on from at_ and is false when it needs more text.
  bool pass_text();
  bool pass_reference();
  bool pass_until(std::string_view terminator);
  bool pass_document_type();
  bool pass_declaration();
  bool enter_section();

  bool lacks(std::size_t count) const { return !at_end_ && text_.size() - at_ < count; }
  void replace(std::size_t length, std::string_view replacement, bool is_ampersand);
  void flush();
  void remember(bool is_ampersand);
  const Change& last_change_before(std::uint64_t original) const;

  // What mend() is at work on.
  std::string_view text_;
  bool at_end_ = false;
  std::string* out_ = nullptr;
  std::size_t at_ = 0;
  std::size_t flushed_ = 0;    // text_ up to here is in *out_
  std::size_t ampersand_ = 0;  // the next ones in text_ when they are not before at_
  std::size_t tag_ = 0;

  Section section_ = Section::text;
  bool in_document_type_ = false;  // a comment or an instruction there ends in it
  bool in_subset_ = false;
  char quote_ = '\0';  // open in the document type
  std::unordered_set<std::string> declared_;

  std::uint64_t original_ = 0;  // offsets of what was flushed
  std::uint64_t mended_ = 0;
  std::deque<Change> changes_ = {Change{}};  // the first is the last one let go
  bool changed_since_tag_ = false;
};

}  // namespace imports
