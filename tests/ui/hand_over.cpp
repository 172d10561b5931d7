#include "tests/ui/hand_over.h"

#ifndef __SANITIZE_THREAD__

void descry::test::takeOver() {}

#else

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <QObject>
#include <QRunnable>
#include <QThreadPool>
#include <functional>
#include <utility>

namespace {

/// All that is handed over counts as one.
char g_handedOver;

class HandedWork final : public QRunnable {
  public:
    explicit HandedWork(std::function<void()> work) : m_work(std::move(work)) {}
    void run() override {
        __tsan_acquire(&g_handedOver);
        m_work();
        __tsan_release(&g_handedOver);
    }

  private:
    std::function<void()> m_work;
};

}  // namespace

void descry::test::takeOver() {
    __tsan_acquire(&g_handedOver);
}

// Functions of Qt 6.4 that go before Qt's own in the whole program, declared under other names: the
// first is private, the others are members.

#define DESCRY_IN_PLACE_OF(symbol) __asm__(symbol) __attribute__((visibility("default")))
#define DESCRY_INVOKE                                                                  \
    "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14" \
    "ConnectionTypeEPv"
#define DESCRY_START "_ZN11QThreadPool5startESt8functionIFvvEEi"
#define DESCRY_WAIT "_ZN11QThreadPool11waitForDoneEi"

bool invokeHanded(QObject* object,
                  QtPrivate::QSlotObjectBase* call,
                  Qt::ConnectionType type,
                  void* result) DESCRY_IN_PLACE_OF(DESCRY_INVOKE);
void startHanded(QThreadPool* pool, std::function<void()> work, int priority)
    DESCRY_IN_PLACE_OF(DESCRY_START);
bool waitForHanded(QThreadPool* pool, int milliseconds) DESCRY_IN_PLACE_OF(DESCRY_WAIT);

bool invokeHanded(QObject* object,
                  QtPrivate::QSlotObjectBase* call,
                  Qt::ConnectionType type,
                  void* result) {
    static const auto original =
        reinterpret_cast<decltype(&invokeHanded)>(dlsym(RTLD_NEXT, DESCRY_INVOKE));
    __tsan_release(&g_handedOver);
    return original(object, call, type, result);
}

void startHanded(QThreadPool* pool, std::function<void()> work, int priority) {
    auto* const handed = new HandedWork(std::move(work));
    __tsan_release(&g_handedOver);
    pool->start(handed, priority);
}

bool waitForHanded(QThreadPool* pool, int milliseconds) {
    static const auto original =
        reinterpret_cast<decltype(&waitForHanded)>(dlsym(RTLD_NEXT, DESCRY_WAIT));
    const bool isDone = original(pool, milliseconds);
    __tsan_acquire(&g_handedOver);
    return isDone;
}

#endif
