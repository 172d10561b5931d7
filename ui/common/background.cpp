#include "ui/common/background.h"

#include <QMetaObject>
#include <QPointer>
#include <new>

#include "core/base/log.h"

namespace descry {
namespace {

Error currentError() {
    try {
        throw;
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory,
                         "Memory ran out; close other programs and try again");
    } catch (const std::exception& error) {
        return makeError(ErrorCode::Internal, "Unexpected: {}", error.what());
    }
}

}  // namespace

Background::Background(QObject* parent) : QObject(parent) {
    m_threads.setMaxThreadCount(kNumThreads);
}

Background::~Background() {
    m_closing.request_stop();
    m_threads.waitForDone();
}

void Background::release(std::shared_ptr<const void> what) {
    m_threads.start([what = std::move(what)]() mutable { what.reset(); });
}

Background::Delivery Background::failureOf(const Failed& failed) {
    const Error error = currentError();
    if (failed) return [failed, error] { failed(error); };
    return [error] { log().error("{}", error.what()); };
}

std::stop_source Background::start(QObject& context,
                                   std::function<Delivery(std::stop_token)> work) {
    std::stop_source stop;
    const QPointer<QObject> receiver(&context);
    const QMetaObject::Connection onDeath =
        connect(&context, &QObject::destroyed, this, [stop]() mutable { stop.request_stop(); });
    m_threads.start([this, stop, receiver, onDeath, work = std::move(work)] {
        // A window that closes stops everything, and each work is also stopped by itself.
        const std::stop_callback onClose(m_closing.get_token(),
                                         [own = stop]() mutable { own.request_stop(); });
        Delivery deliver = work(stop.get_token());
        QMetaObject::invokeMethod(
            this,
            [stop, receiver, onDeath, deliver = std::move(deliver)] {
                disconnect(onDeath);
                if (receiver != nullptr && !stop.stop_requested()) deliver();
            },
            Qt::QueuedConnection);
    });
    return stop;
}

}  // namespace descry
