#include "ui/shell/session.h"

#include <QCoreApplication>
#include <QEvent>
#include <chrono>

#include "ui/common/job_recipes.h"
#include "ui/common/text.h"
#include "ui/shell/jobs_area.h"
#include "ui/shell/pages.h"
#include "ui/shell/workspace_view.h"

namespace descry {
namespace {

constexpr std::chrono::seconds kSoon{2};

const QString kWindow = QStringLiteral("window");
const QString kGeometry = QStringLiteral("geometry");
const QString kFront = QStringLiteral("front");
const QString kGallery = QStringLiteral("gallery");
const QString kBundle = QStringLiteral("bundle");
const QString kJobsOpen = QStringLiteral("jobsOpen");
const QString kAdoption = QStringLiteral("adoption");
const QString kTitle = QStringLiteral("title");
const QString kParameters = QStringLiteral("parameters");
const QString kUnkeptKey = QStringLiteral("settings");

/// What people do ends with one of these, whichever part of the window it is done to.
bool isDone(QEvent::Type type) {
    return type == QEvent::KeyRelease || type == QEvent::MouseButtonRelease ||
           type == QEvent::Wheel;
}

bool isPlaced(QEvent::Type type) {
    return type == QEvent::Move || type == QEvent::Resize || type == QEvent::WindowStateChange;
}

}  // namespace

Session::Session(ApplicationContext& context, Pages& pages, JobsArea& jobs, QWidget& window)
    : QObject(&window), m_context(context), m_pages(pages), m_jobs(jobs), m_window(window) {
    m_later.setSingleShot(true);
    m_later.setInterval(kSoon);
    connect(&m_later, &QTimer::timeout, this, &Session::store);
    const Workbench& workbench = context.workbench;
    connect(&workbench, &Workbench::galleryChanged, this, &Session::galleryChanged);
    connect(&workbench, &Workbench::bundleChanged, this, &Session::bundleChanged);
    connect(&workbench, &Workbench::loadingChanged, this, &Session::storeLater);
    connect(&workbench, &Workbench::loadingChanged, this, &Session::keepAdoption);
    connect(&pages, &Pages::frontChanged, this, &Session::storeLater);
    connect(&context.settings, &Settings::keptChanged, this, [this](bool isKept) {
        if (isKept) {
            m_context.messages.withdraw(kUnkeptKey);
        } else {
            tellUnkept();
        }
    });
    qApp->installEventFilter(this);
}

void Session::restore() {
    if (!m_context.settings.canBeKept()) tellUnkept();
    const QVariantMap window = m_context.settings.state(kWindow);
    m_window.restoreGeometry(window.value(kGeometry).toByteArray());
    if (window.value(kJobsOpen).toBool()) m_jobs.toggleAction()->setChecked(true);
    for (WorkspaceView* view : m_pages.views()) {
        const QVariantMap state = m_context.settings.state(view->workspace().name());
        if (!state.isEmpty()) view->restoreState(state);
    }
}

void Session::tellUnkept() {
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = kUnkeptKey;
    message.cause = tr("Settings cannot be written to %1.").arg(m_context.settings.fileName());
    message.kept = tr("What is chosen counts until Descry is closed.");
    m_context.messages.raise(message);
}

QString Session::front() const {
    return m_context.settings.state(kWindow).value(kFront).toString();
}

Launch Session::continued(const Launch& launch) const {
    const QVariantMap last = m_context.settings.state(kWindow);
    const auto lastPath = [&](const QString& what) {
        const QString path = last.value(what).toString();
        return path.isEmpty() ? std::nullopt : std::optional(toPath(path));
    };
    Launch wanted = launch;
    if (!wanted.bundle) wanted.bundle = lastPath(kBundle);
    if (!wanted.gallery) wanted.gallery = lastPath(kGallery);
    return wanted;
}

void Session::store() {
    const Workbench& workbench = m_context.workbench;
    // Until it has opened, or failed to, the last session counts.
    if (workbench.isLoadingGallery() || workbench.isLoadingBundle()) return;
    QVariantMap state{{kGeometry, m_window.saveGeometry()}, {kJobsOpen, m_jobs.isListOpen()}};
    if (const WorkspaceView* front = m_pages.front()) {
        state.insert(kFront, front->workspace().name());
    }
    if (workbench.gallery()) state.insert(kGallery, qtPath(workbench.gallery()->file));
    if (workbench.bundle()) state.insert(kBundle, qtPath(workbench.bundle()->bundle->path()));
    keep(kWindow, state);
    for (const WorkspaceView* view : m_pages.views()) {
        keep(view->workspace().name(), view->saveState());
    }
}

/// At once: loading is a matter of seconds.
void Session::keepAdoption() {
    QVariantMap state;
    if (const auto job = m_context.workbench.comingAdoption()) {
        state.insert(kTitle, toQString(job->title));
        state.insert(kParameters, toQString(job->parameters));
    }
    keep(kAdoption, state);
}

void Session::goOnAdopting() {
    const QVariantMap state = m_context.settings.state(kAdoption);
    if (state.isEmpty()) return;
    const JobRecipe job{kIndexKind,
                        toUtf8(state.value(kTitle).toString()),
                        toUtf8(state.value(kParameters).toString())};
    m_context.jobs.submit(job);
    keep(kAdoption, {});
}

void Session::keep(const QString& part, const QVariantMap& state) {
    if (state != m_context.settings.state(part)) m_context.settings.setState(part, state);
}

/// Not put off again by what comes next: somebody may be busy for an hour.
void Session::storeLater() {
    if (!m_later.isActive()) m_later.start();
}

bool Session::eventFilter(QObject* watched, QEvent* event) {
    if (isDone(event->type()) || (watched == &m_window && isPlaced(event->type()))) storeLater();
    return false;
}

void Session::galleryChanged() {
    const auto& gallery = m_context.workbench.gallery();
    if (gallery) m_context.settings.noteGallery(qtPath(gallery->file));
    storeLater();
}

void Session::bundleChanged() {
    const OpenBundle& open = *m_context.workbench.bundle();
    m_context.settings.noteBundle(qtPath(open.bundle->path()), open.title);
    storeLater();
}

}  // namespace descry
