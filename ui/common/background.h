#pragma once
/// Runs work off the GUI thread and brings its result back to it. A result is delivered through the
/// event loop to a context object; when that dies, the work is asked to stop and nothing is
/// delivered. Work is asked to stop by its std::stop_token; stopped work delivers nothing. Thread
/// rule: everything is called on the GUI thread; the work runs on threads of a pool, and what it
/// captures is destroyed there. Failure rule: what the work throws arrives at `failed` as an Error.

#include <QObject>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "core/base/error.h"

namespace descry {

class Background final : public QObject {
    Q_OBJECT

  public:
    using Failed = std::function<void(const Error&)>;
    /// Enough that a gallery is counted while a model loads; the model has threads of its own.
    static constexpr int kNumThreads = 4;

    explicit Background(QObject* parent = nullptr);
    /// Asks all work to stop and waits for it.
    ~Background() override;

    /// `work(stop_token)` on a thread of the pool, then `done(result)`, or `done()` for void, or
    /// `failed(error)` on the GUI thread. The stop source returned cancels.
    template <typename Work, typename Done>
    std::stop_source run(QObject& context, Work work, Done done, Failed failed = {}) {
        return start(context,
                     [work = std::move(work), done = std::move(done), failed = std::move(failed)](
                         std::stop_token stop) mutable -> Delivery {
                         try {
                             return deliveryOf(work, done, std::move(stop));
                         } catch (...) {
                             return failureOf(failed);
                         }
                     });
    }

    /// Lets go of something large, whose end may take a while, on another thread.
    void release(std::shared_ptr<const void> what);

  private:
    using Delivery = std::function<void()>;

    template <typename Work, typename Done>
    static Delivery deliveryOf(Work& work, const Done& done, std::stop_token stop) {
        using Result = std::invoke_result_t<Work&, std::stop_token>;
        if constexpr (std::is_void_v<Result>) {
            work(std::move(stop));
            return done;
        } else {
            auto result = std::make_shared<Result>(work(std::move(stop)));
            return [result, done] { done(std::move(*result)); };
        }
    }
    /// Of the exception being handled.
    static Delivery failureOf(const Failed& failed);

    std::stop_source start(QObject& context, std::function<Delivery(std::stop_token)> work);

    std::stop_source m_closing;
    QThreadPool m_threads;
};

}  // namespace descry
