#pragma once
/// Private to core/tensorfile: the stack of a pickle machine with its marks, and the memo, both
/// capped. They hold the numbers of values, not the values. No value below the last mark is given
/// out. Thread rule: one object, one thread. Errors: CorruptFile, refused through the reader of the
/// pickle.

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/tensorfile/pickle.h"
#include "core/tensorfile/pickle_reader.h"

namespace descry {

class PickleStack {
  public:
    /// `reader` must outlive the object.
    explicit PickleStack(const PickleReader& reader) : m_reader(reader) {}

    void push(PickleRef ref);
    PickleRef pop();
    PickleRef top() const;
    std::vector<PickleRef> popLast(std::size_t count);

    void mark();
    std::vector<PickleRef> popToMark();
    void popValueOrMark();
    /// Values and marks.
    std::size_t numLeft() const noexcept { return m_values.size() + m_marks.size(); }

    /// Stores the top at a place of the memo.
    void memoize(std::uint64_t place);
    /// The same at the place after the last, if all were filled in order.
    void memoizeNext() { memoize(m_memo.size()); }
    void recall(std::uint64_t place);

  private:
    const PickleReader& m_reader;
    std::vector<PickleRef> m_values;
    std::vector<std::size_t> m_marks;  ///< How many values lie below each.
    std::unordered_map<std::uint32_t, PickleRef> m_memo;
};

}  // namespace descry
