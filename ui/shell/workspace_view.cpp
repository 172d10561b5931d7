#include "ui/shell/workspace_view.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/common/colours.h"
#include "ui/common/tab_order.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kLeftWidth = 232;
constexpr int kCentreWidth = 872;
constexpr int kRightWidth = 336;
constexpr int kMinLeftWidth = 228;
constexpr int kMinRightWidth = 272;
constexpr int kMaxDockWidth = 560;

const QString kSizes = QStringLiteral("sizes");
const QString kLeft = QStringLiteral("left");
const QString kRight = QStringLiteral("right");
const QString kWorkspace = QStringLiteral("workspace");

}  // namespace

WorkspaceView::WorkspaceView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_splitter(new QSplitter(Qt::Horizontal, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_left = addDock(workspace.left(), QStringLiteral("leftDock"), kMinLeftWidth);
    m_splitter->addWidget(workspace.centre());
    m_splitter->setStretchFactor(m_splitter->count() - 1, 1);
    m_right = addDock(workspace.right(), QStringLiteral("rightDock"), kMinRightWidth);
    setFirstSizes();
}

void WorkspaceView::setFirstSizes() {
    QList<int> sizes;
    if (m_left != nullptr) sizes << kLeftWidth;
    sizes << kCentreWidth;
    if (m_right != nullptr) sizes << kRightWidth;
    m_splitter->setSizes(sizes);
}

QWidget* WorkspaceView::addDock(QWidget* content, const QString& name, int leastWidth) {
    if (content == nullptr) return nullptr;
    auto* dock = new QFrame(this);
    dock->setObjectName(name);
    setLook(dock, "side");
    putLastInTabOrder(*dock);
    dock->setMinimumWidth(leastWidth);
    dock->setMaximumWidth(kMaxDockWidth);
    auto* layout = new QVBoxLayout(dock);
    layout->setContentsMargins(kSpaceL, kSpaceL, kSpaceL, kSpaceL);
    layout->addWidget(content);
    m_splitter->addWidget(dock);
    m_splitter->setStretchFactor(m_splitter->count() - 1, 0);
    return dock;
}

QVariantMap WorkspaceView::saveState() const {
    QVariantMap state{{kSizes, m_splitter->saveState()}, {kWorkspace, m_workspace.saveState()}};
    if (m_left != nullptr) state.insert(kLeft, !m_left->isHidden());
    if (m_right != nullptr) state.insert(kRight, !m_right->isHidden());
    return state;
}

void WorkspaceView::restoreState(const QVariantMap& state) {
    if (!m_splitter->restoreState(state.value(kSizes).toByteArray())) setFirstSizes();
    m_splitter->setHandleWidth(1);
    if (m_left != nullptr) m_left->setVisible(state.value(kLeft, true).toBool());
    if (m_right != nullptr) m_right->setVisible(state.value(kRight, true).toBool());
    m_workspace.restoreState(state.value(kWorkspace).toMap());
}

}  // namespace descry
