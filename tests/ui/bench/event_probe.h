#pragma once
/// How long the window's thread lets an event wait: a thread posts one every few milliseconds and
/// notes when it is delivered. What blocks the thread, painting included, shows as latency. Thread
/// rule: made, started and stopped on the window's thread.

#include <QCoreApplication>
#include <QEvent>
#include <QObject>
#include <atomic>
#include <chrono>
#include <stop_token>
#include <thread>
#include <vector>

namespace descry::bench {

class EventProbe final : public QObject {
  public:
    static constexpr std::chrono::milliseconds kPause{2};

    void start() {
        m_latenciesMs.clear();
        m_isUnderWay = false;
        m_poster = std::jthread([this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                if (!m_isUnderWay.exchange(true)) {
                    m_posted = Clock::now();
                    QCoreApplication::postEvent(this, new QEvent(QEvent::User));
                }
                std::this_thread::sleep_for(kPause);
            }
        });
    }

    /// Milliseconds of every event since start().
    std::vector<double> stop() {
        m_poster = {};
        QCoreApplication::sendPostedEvents(this);
        return std::move(m_latenciesMs);
    }

    bool event(QEvent* event) override {
        if (event->type() != QEvent::User) return QObject::event(event);
        const std::chrono::duration<double, std::milli> waited = Clock::now() - m_posted;
        m_latenciesMs.push_back(waited.count());
        m_isUnderWay = false;
        return true;
    }

  private:
    using Clock = std::chrono::steady_clock;

    std::atomic<bool> m_isUnderWay = false;  ///< Also hands m_posted from thread to thread.
    Clock::time_point m_posted;
    std::vector<double> m_latenciesMs;
    std::jthread m_poster;
};

}  // namespace descry::bench
