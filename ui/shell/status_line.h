#pragma once
/// The line at the very bottom: device and why, bundle, gallery, how much of it is indexed; at the
/// right the keys of the workspace in front. Thread rule: GUI thread.

#include <QFrame>
#include <QLabel>

#include "ui/common/workbench.h"

namespace descry {

class StatusLine final : public QFrame {
    Q_OBJECT

  public:
    explicit StatusLine(const Workbench& workbench, QWidget* parent = nullptr);

    /// "Ctrl+F describe", ...
    void setKeys(const QStringList& keys);

  private:
    void showOpen();

    const Workbench& m_workbench;
    QLabel* m_device;
    QLabel* m_bundle;
    QLabel* m_gallery;
    QLabel* m_index;
    QLabel* m_keys;
};

}  // namespace descry
