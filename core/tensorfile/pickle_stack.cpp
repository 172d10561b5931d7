#include "core/tensorfile/pickle_stack.h"

namespace descry {
namespace {

// As many as there may be values.
constexpr std::size_t kMaxStack = 500'000;
constexpr std::size_t kMaxMemo = 500'000;

}  // namespace

void PickleStack::push(PickleRef ref) {
    if (m_values.size() >= kMaxStack) {
        m_reader.refuse("more than {} values on the stack", kMaxStack);
    }
    m_values.push_back(ref);
}

PickleRef PickleStack::pop() {
    const PickleRef ref = top();
    m_values.pop_back();
    return ref;
}

PickleRef PickleStack::top() const {
    const std::size_t floor = m_marks.empty() ? 0 : m_marks.back();
    if (m_values.size() <= floor) m_reader.refuse("takes a value from an empty stack");
    return m_values.back();
}

std::vector<PickleRef> PickleStack::popLast(std::size_t count) {
    std::vector<PickleRef> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    return items;
}

void PickleStack::mark() {
    if (m_marks.size() >= kMaxStack) m_reader.refuse("more than {} marks", kMaxStack);
    m_marks.push_back(m_values.size());
}

std::vector<PickleRef> PickleStack::popToMark() {
    if (m_marks.empty()) m_reader.refuse("looks for a mark that was never set");
    const auto start = m_values.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleRef> items(start, m_values.end());
    m_values.erase(start, m_values.end());
    m_marks.pop_back();
    return items;
}

void PickleStack::popValueOrMark() {
    if (!m_marks.empty() && m_marks.back() == m_values.size()) {
        m_marks.pop_back();
    } else {
        pop();
    }
}

void PickleStack::memoize(std::uint64_t place) {
    if (place >= m_reader.size() || m_memo.size() >= kMaxMemo) {
        m_reader.refuse("memo place {} is beyond what the pickle can fill", place);
    }
    m_memo[static_cast<std::uint32_t>(place)] = top();
}

void PickleStack::recall(std::uint64_t place) {
    const auto found =
        place < m_reader.size() ? m_memo.find(static_cast<std::uint32_t>(place)) : m_memo.end();
    if (found == m_memo.end()) m_reader.refuse("memo place {} was never filled", place);
    push(found->second);
}

}  // namespace descry
