#pragma once
/// Orders what the background does. Thread rule: the test's thread.

#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "tests/ui/ui_fixture.h"

namespace descry::test {

/// Leaves the background one thread, so that it does one work after the other. Gives the others
/// back at its end, if not before.
class OneThread {
  public:
    explicit OneThread(UiParts& parts) : m_parts(parts) {
        for (int i = 1; i < Background::kNumThreads; ++i) {
            hold([] {});
        }
    }

    /// Until what was begun is done, which is then not yet delivered. What is begun afterwards
    /// waits for release().
    void halt() {
        const auto reached = std::make_shared<std::promise<void>>();
        const std::future<void> isReached = reached->get_future();
        hold([reached] { reached->set_value(); });
        isReached.wait();
    }
    void release() { m_release.set_value(); }

  private:
    void hold(std::function<void()> begun) {
        m_parts.background.run(
            m_parts.workbench,
            [begun = std::move(begun), released = m_released](std::stop_token) {
                begun();
                released.wait();
            },
            [] {});
    }

    UiParts& m_parts;
    std::promise<void> m_release;
    std::shared_future<void> m_released = m_release.get_future().share();
};

}  // namespace descry::test
