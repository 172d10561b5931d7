#include "core/jobs/compute_lane.h"

#include <cassert>

#include "core/base/error.h"

namespace descry {

ComputeLane::Claim ComputeLane::claim() {
    const std::lock_guard lock(m_mutex);
    ++m_numUrgent;
    return Claim(*this);
}

ComputeLane::Hold ComputeLane::acquireUrgent(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    ++m_numUrgent;
    const bool free = m_free.wait(lock, stop, [this] { return !m_held; });
    --m_numUrgent;
    if (!free) {
        // Others may have stood back for this caller alone.
        m_free.notify_all();
        fail(ErrorCode::Cancelled, "Cancelled while waiting for the compute device");
    }
    m_held = true;
    return Hold(*this);
}

ComputeLane::Hold ComputeLane::acquire(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    if (!m_free.wait(lock, stop, [this] { return !m_held && m_numUrgent == 0; })) {
        fail(ErrorCode::Cancelled, "Cancelled while waiting for the compute device");
    }
    m_held = true;
    return Hold(*this);
}

bool ComputeLane::urgentWaiting() const {
    const std::lock_guard lock(m_mutex);
    return m_numUrgent > 0;
}

void ComputeLane::standBack() {
    const std::lock_guard lock(m_mutex);
    --m_numUrgent;
    m_free.notify_all();
}

void ComputeLane::release() {
    const std::lock_guard lock(m_mutex);
    assert(m_held);
    m_held = false;
    m_free.notify_all();
}

}  // namespace descry
